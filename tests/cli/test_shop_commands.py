"""Commands around the shop: data, approvals, tickets, conversations, the clock."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from xiaoer.cli.amounts import parse_yuan
from xiaoer.cli.errors import CommandFailed
from xiaoer.shop import Shop
from xiaoer.shop.aftersales.model import Ticket
from xiaoer.shop.approvals.decide import do_request


@pytest.fixture
def request_no(cli_shop: Shop) -> str:
    """A buyer's request for 10 yuan off that waits for two minutes."""
    cli_shop.accept("c1", "再便宜十块吧", buyer_id="b01")
    with cli_shop.db.write() as session:
        now = cli_shop.clock()
        do_request(session, now, "c1", "A1", 2, "bargain", "卫衣便宜10元", asked_fen=1000)
    return "A1"


def late(shop: Shop) -> list[str]:
    """What the buyer was told without having asked."""
    return [message.text for message in shop.messages("c1") if message.author == "bot"]


def test_demo_lists_buyers_with_their_orders(run: Run) -> None:
    buyers = json.loads(run("demo", "--json").out)
    text = run("demo").out

    assert sum(len(buyer["orders"]) for buyer in buyers) >= 45
    for buyer in buyers:
        assert {"id", "name", "phone_tail", "special", "orders"} <= set(buyer)
        assert buyer["id"] in text and buyer["phone_tail"] in text
        for order in buyer["orders"]:
            assert set(order) == {"no", "state", "items", "special"}
            assert order["no"] in text


def test_seeding_again_changes_nothing(run: Run) -> None:
    first, second = run("seed-demo"), run("seed-demo")

    assert (first.code, second.code) == (0, 0)
    assert "没有变化" in second.out


def test_a_dry_run_writes_nothing(run: Run, data_dir: Path) -> None:
    before = (data_dir / "xiaoer.db").read_bytes()

    assert "没有写入" in run("import-shop", "packs/demo", "--dry-run").out
    assert (data_dir / "xiaoer.db").read_bytes() == before


def test_importing_makes_database_and_lexicon(run: Run, data_dir: Path) -> None:
    (data_dir / "xiaoer.db").unlink()

    assert run("import-shop", "packs/demo").code == 0
    assert "T恤" in (data_dir / "lexicon.json").read_text(encoding="utf-8")


def test_migrating_says_whether_there_was_anything_to_do(run: Run, data_dir: Path) -> None:
    assert "已经是最新" in run("migrate").out
    (data_dir / "xiaoer.db").unlink()
    assert "已更新" in run("migrate").out


@pytest.mark.parametrize(
    ("command", "state", "told"),
    [
        (["approve"], "approved", "优惠10元"),
        (["approve", "--amount", "4.5"], "reduced", "优惠4.5元"),
        (["refuse", "--reason", "活动价"], "refused", "没有同意"),
    ],
)
def test_a_decision_reaches_the_buyer(
    run: Run, cli_shop: Shop, request_no: str, command: list[str], state: str, told: str
) -> None:
    [waiting] = json.loads(run("approvals", "list", "--json").out)
    assert (waiting["id"], waiting["asked_fen"]) == (request_no, 1000)

    result = run("approvals", command[0], request_no, *command[1:])
    run("tick")

    assert result.code == 0
    [decided] = cli_shop.approvals()
    assert decided.state == state
    assert [told in text for text in late(cli_shop)] == [True]
    assert json.loads(run("approvals", "list", "--json").out) == []
    assert request_no in run("approvals", "list", "--all").out


def test_a_decision_is_taken_once(run: Run, request_no: str) -> None:
    run("approvals", "approve", request_no)

    result = run("approvals", "refuse", request_no)

    assert result.code == 1 and "已经处理过" in result.err


@pytest.mark.parametrize("amount", ["0", "-3", "11", "abc", "1.999", "NaN", ""])
def test_amounts_that_cannot_be_granted(run: Run, request_no: str, amount: str) -> None:
    result = run("approvals", "approve", request_no, f"--amount={amount}")

    assert result.code == 1
    assert result.err.startswith("✘")


@pytest.mark.parametrize(
    ("text", "fen"), [("5", 500), ("4.5", 450), (" 4.50元", 450), ("¥0.01", 1)]
)
def test_amounts(text: str, fen: int) -> None:
    assert parse_yuan(text) == fen


def test_amounts_finer_than_a_fen() -> None:
    with pytest.raises(CommandFailed, match="最小到分"):
        parse_yuan("1.999")


def test_the_clock_can_be_moved(run: Run, cli_shop: Shop, request_no: str) -> None:
    run("tick")
    assert late(cli_shop) == []

    fired = json.loads(run("tick", "--at", "+5m", "--json").out)

    assert {"approval_expiry", "message"} <= {item["kind"] for item in fired}
    assert len(late(cli_shop)) == 1
    assert "没有到期" in run("tick", "--at", "+10m").out


@pytest.mark.parametrize("at", ["2026-11-11 20:00", "now", "+2h", "-1d 09:00"])
def test_forms_of_a_moment(run: Run, at: str) -> None:
    assert run("tick", "--at", at).code == 0


@pytest.mark.parametrize("at", ["tomorrow", "25:00", "", "+99999999999d"])
def test_a_moment_that_is_none(run: Run, at: str) -> None:
    result = run("tick", "--at", at)

    assert result.code == 1 and "看不懂" in result.err


def test_tickets_are_listed_by_their_deadline(run: Run, cli_shop: Shop) -> None:
    assert "没有待办" in run("tickets", "list").out
    now = cli_shop.clock()
    with cli_shop.db.write() as session:
        for name, hours, state in [("later", 5, "open"), ("soon", 1, "open"), ("over", 0, "done")]:
            session.add(
                Ticket(
                    id=name,
                    kind="warehouse",
                    title="拦截包裹",
                    created_at=now,
                    due_at=now + timedelta(hours=hours),
                    state=state,
                )
            )

    assert [t["id"] for t in json.loads(run("tickets", "list", "--json").out)] == ["soon", "later"]
    assert "over" in run("tickets", "list", "--all").out


def test_conversations_by_owner(run: Run, cli_shop: Shop) -> None:
    assert "还没有会话" in run("conversations", "list").out
    for name in ("one", "two"):
        cli_shop.accept(name, "在吗", buyer_id="b01")
    cli_shop.hand_over("two", "queue", "test")

    assert "one" in run("conversations", "list").out
    queued = json.loads(run("conversations", "list", "--owner", "queue", "--json").out)
    assert [c["id"] for c in queued] == ["two"]
    assert run("conversations", "list", "--owner", "nobody").code == 1


def test_the_default_policy_is_valid(run: Run) -> None:
    result = run("policy", "check")

    assert result.code == 0 and "默认政策" in result.out
