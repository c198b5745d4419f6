"""What must hold between rows: names that exist, ranges the right way round, sums that agree."""

from __future__ import annotations

from collections import defaultdict
from typing import Any, Dict, Iterator, List, Mapping, Set, Tuple

from xiaoer.shop.money import yuan
from xiaoer.shop.pack.columns import Column
from xiaoer.shop.pack.problems import Problem
from xiaoer.shop.pack.rows import ReadTable, Row

#: Known values by (table, column), in the pack and in the database; a sheet that could not be
#: read is left out: whether its rows exist is not known.
Known = Mapping[Tuple[str, str], Set[Any]]

#: (smaller, greater, what to say) for fields that a row of any table may have.
_RANGES = (
    ("starts_at", "ends_at", "结束早于开始"),
    ("height_min", "height_max", "上限小于下限"),
    ("weight_min_g", "weight_max_g", "上限小于下限"),
    ("days_min", "days_max", "上限小于下限"),
    ("created_at", "paid_at", "付款早于下单"),
    ("shipped_at", "signed_at", "签收早于发货"),
    ("sent_at", "arrived_at", "到达早于寄出"),
    ("applied_at", "agreed_at", "同意早于申请"),
    ("made_at", "due_at", "期限早于承诺"),
)


def check_references(read: ReadTable, known: Known) -> List[Problem]:
    """Cells that name a row which exists neither in the pack nor in the database."""
    problems = []
    for column, target in references(read):
        for row in read.rows if target in known else ():
            named = row.values.get(column.field)
            for value in named if isinstance(named, list) else [named]:
                if value is not None and value not in known[target]:
                    allowed = f"{target[0]} 表里已有的 {target[1]}，如 {_sample(known[target])}"
                    text = f"找不到“{value}”"
                    problems.append(Problem(read.file, text, row.number, column.header, allowed))
    return problems


def references(read: ReadTable) -> Iterator[Tuple[Column, Tuple[str, str]]]:
    """The columns that name other rows, each with the (table, column) named."""
    for column in read.table.columns:
        if column.refers_to is not None:
            yield column, column.refers_to
        elif column.field in read.table.named:
            yield column, (read.table.named[column.field], "id")


def check_ranges(read: ReadTable) -> List[Problem]:
    """Rows whose end lies before their beginning."""
    problems = []
    for low, high, text in _RANGES:
        for row in read.rows:
            first, last = row.values.get(low), row.values.get(high)
            if first is not None and last is not None and last < first:
                header = read.headers[high]
                allowed = f"不小于 {read.headers[low]}"
                problems.append(Problem(read.file, text, row.number, header, allowed))
    return problems


def check_amounts(tables: Mapping[str, ReadTable]) -> List[Problem]:
    """Orders whose amounts do not add up (fen).

    paid = goods − discount + postage; goods = Σ price × quantity; the items' shares add up to
    goods − discount; payments to paid; refunds that stand never exceed what was paid.
    """
    if "orders" not in tables:
        return []
    read = tables["orders"]
    sums = _sums_by_order(tables)
    problems = []
    for row in read.rows:
        for column, expected in _expected(row, sums[row.key], "payments" in tables):
            got = row.values[column]
            if got != expected:
                text = f"金额对不上，填的是{yuan(got)}，算出来是{yuan(expected)}"
                problems.append(Problem(read.file, text, row.number, read.headers[column]))
        if sums[row.key]["refunds"] > row.values["paid_fen"]:
            text = f"退款合计{yuan(sums[row.key]['refunds'])}，超过实付"
            problems.append(Problem(read.file, text, row.number, read.headers["paid_fen"]))
    return problems


def _expected(row: Row, sums: Dict[str, int], with_payments: bool) -> Iterator[Tuple[str, int]]:
    values = row.values
    goods = values["goods_fen"] - values["discount_fen"]
    yield "paid_fen", goods + values["postage_fen"]
    if "goods" in sums:
        yield "goods_fen", sums["goods"]
        yield "discount_fen", values["goods_fen"] - sums["shares"]
    if with_payments and values.get("paid_at") is not None:
        yield "paid_fen", sums["payments"]


def _sums_by_order(tables: Mapping[str, ReadTable]) -> Dict[str, Dict[str, int]]:
    sums: Dict[str, Dict[str, int]] = defaultdict(lambda: defaultdict(int))

    def rows(name: str) -> Tuple[Row, ...]:
        return tables[name].rows if name in tables else ()

    for row in rows("order_items"):
        order = sums[row.values["order_no"]]
        order["goods"] += row.values["price_fen"] * row.values["quantity"]
        order["shares"] += row.values["paid_fen"]
    for row in rows("payments"):
        sums[row.values["order_no"]]["payments"] += row.values["amount_fen"]
    for row in rows("refunds"):
        if row.values["state"] not in ("refused", "withdrawn"):
            sums[row.values["order_no"]]["refunds"] += row.values["amount_fen"]
    return sums


def _sample(values: Set[Any]) -> str:
    return "、".join(sorted(str(value) for value in values)[:3]) or "（还没有）"
