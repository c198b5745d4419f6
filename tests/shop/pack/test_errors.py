"""Errors of a pack: all at once, each with file, row, column and what is allowed."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Dict, List, Optional, Tuple

import pytest

from tests.shop.pack.conftest import NOW, SMALL, PackWriter, dump
from xiaoer.shop.db.session import Database
from xiaoer.shop.pack import PackInvalid, Problem, import_pack


def problems_of(database: Database, folder: Path) -> List[Problem]:
    with pytest.raises(PackInvalid) as caught:
        import_pack(database, folder, NOW)
    return caught.value.problems


def test_all_errors_of_all_files_are_told_at_once(sqlite: Database, pack: PackWriter) -> None:
    folder = pack(
        {
            "products.csv": SMALL["products.csv"] + "p1,又一个,杯,tea,杯,\n,无号,盘,tea,盘,\n",
            "skus.csv": "id,product_id,price,stock,colour\n"
            "s1,p1,1.999,-5,白色\ns2,p9,88,2.5,\ns3,p2,贵,3,\n",
            "orders.csv": SMALL["orders.csv"]
            .replace("paid,-5h", "shiped,昨天")
            .replace("浙江", "浙省"),
        }
    )
    found = [(p.file, p.row, p.column) for p in problems_of(sqlite, folder)]
    assert found == [
        ("orders.csv", 2, "state"),
        ("orders.csv", 2, "created_at"),
        ("orders.csv", 2, "province"),
        ("products.csv", 4, "id"),
        ("products.csv", 5, "id"),
        ("skus.csv", 2, "price"),
        ("skus.csv", 2, "stock"),
        ("skus.csv", 3, "stock"),
        ("skus.csv", 4, "price"),
    ]
    assert not any(rows for table, rows in dump(sqlite).items())


def test_a_missing_row_is_told_where_it_is_named(sqlite: Database, pack: PackWriter) -> None:
    folder = pack({"skus.csv": "id,product_id,price\ns1,p1,19.9\ns2,p9,88\n"})
    (problem,) = problems_of(sqlite, folder)
    assert str(problem) == (
        "skus.csv 第3行 product_id 列：找不到“p9”（products 表里已有的 id，如 p1、p2）"
    )


def test_a_row_with_an_error_is_still_there_for_those_that_name_it(
    sqlite: Database, pack: PackWriter
) -> None:
    folder = pack({"products.csv": SMALL["products.csv"].replace("茶盘,tea", ",tea")})
    assert [(p.file, p.row, p.column) for p in problems_of(sqlite, folder)] == [
        ("products.csv", 3, "name")
    ]


CASES: Dict[str, Tuple[Dict[str, Any], Tuple[str, Optional[int], Optional[str]], str]] = {
    "unknown file": ({"product.csv": "id\n"}, ("product.csv", None, None), "products.csv"),
    "unknown column": (
        {"skus.csv": "id,product_id,price,colr\ns1,p1,19.9,白\n"},
        ("skus.csv", 1, "colr"),
        "colour",
    ),
    "missing column": (
        {"skus.csv": "id,product_id\ns1,p1\n"},
        ("skus.csv", 1, "price"),
        "price",
    ),
    "column twice": (
        {"skus.csv": "id,product_id,price,price\ns1,p1,19.9,19.9\n"},
        ("skus.csv", 1, "price"),
        "",
    ),
    "too many cells": (
        {"skus.csv": "id,product_id,price\ns1,p1,19.9,3\n"},
        ("skus.csv", 2, None),
        "双引号",
    ),
    "cut in the middle": (
        {"attributes.csv": 'product_id,name,value\np1,材质,"高白'},
        ("attributes.csv", 2, None),
        "完整",
    ),
    "not UTF-8": (
        {"skus.csv": "id,product_id,price\ns1,p1,白\n".encode("gbk")},
        ("skus.csv", None, None),
        "CSV UTF-8",
    ),
    "too long": (
        {"buyers.csv": f"id,name,phone,created_at\nb1,{'长' * 65},1,-9d\n"},
        ("buyers.csv", 2, "name"),
        "最多64个字",
    ),
    "no such day": (
        {
            "skus.csv": SMALL["skus.csv"]
            .replace("colour", "restock_on")
            .replace("白色", "2026-02-30")
        },
        ("skus.csv", 2, "restock_on"),
        "2026-11-11",
    ),
    "an end before the beginning": (
        {
            "campaigns.csv": "id,name,starts_at,ends_at,kind,rule\n"
            "c1,周年庆,2026-11-12 00:00,2026-11-11 00:00,percent,九折\n"
        },
        ("campaigns.csv", 2, "ends_at"),
        "starts_at",
    ),
    "a product that a list names": (
        {
            "gifts.csv": "id,name,kind,product_ids\ng1,茶巾,regular,p1|p7\n",
        },
        ("gifts.csv", 2, "product_ids"),
        "p1、p2",
    ),
    "sums that do not agree": (
        {"payments.csv": "order_no,route,amount,paid_at\no1,alipay,40.7,-4h\n"},
        ("orders.csv", 2, "paid"),
        "",
    ),
    "more refunded than paid": (
        {
            "refunds.csv": "order_no,kind,state,amount,reason,applied_at,route\n"
            "o1,refund_only,done,41,少件,-1h,alipay\n"
        },
        ("orders.csv", 2, "paid"),
        "",
    ),
    "no shop": ({"shop.yml": None}, ("shop.yml", None, None), "name"),
    "shop without a name": (
        {"shop.yml": "description: 茶具\n"},
        ("shop.yml", None, "name"),
        "name",
    ),
    "shop with something else": (
        {"shop.yml": "name: 店\nslogan: 好\n"},
        ("shop.yml", None, "slogan"),
        "description",
    ),
    "shop.yml is not YAML": (
        {"shop.yml": "name: 店\ndescription: [茶\n"},
        ("shop.yml", 3, None),
        "YAML",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_an_error_has_its_place_and_its_remedy(
    case: str, sqlite: Database, pack: PackWriter
) -> None:
    changes, place, allowed = CASES[case]
    (problem,) = problems_of(sqlite, pack(changes))
    assert (problem.file, problem.row, problem.column) == place
    assert allowed in problem.allowed


def test_a_folder_that_is_not_there(sqlite: Database, tmp_path: Path) -> None:
    (problem,) = problems_of(sqlite, tmp_path / "nowhere")
    assert "找不到" in problem.text
