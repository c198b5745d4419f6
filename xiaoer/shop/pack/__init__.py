"""A shop's data as spreadsheets: reading, checking, loading.

The form of a pack stands in `packs/demo/README.md`.
"""

from xiaoer.shop.pack.demo import DemoBuyer, DemoOrder, demo_overview
from xiaoer.shop.pack.importing import import_pack
from xiaoer.shop.pack.problems import PackInvalid, Problem
from xiaoer.shop.pack.report import Change, ImportReport, TableReport

__all__ = [
    "Change",
    "DemoBuyer",
    "DemoOrder",
    "ImportReport",
    "PackInvalid",
    "Problem",
    "TableReport",
    "demo_overview",
    "import_pack",
]
