"""Gets everything ready that a bot needs, each step only where it is needed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from xiaoer.bootstrap import build_shop
from xiaoer.folder_lock import alone_in
from xiaoer.runtime.lexicon_file import write_lexicon
from xiaoer.runtime.training import Progress, ensure_model
from xiaoer.settings import Settings
from xiaoer.shop import Shop
from xiaoer.shop.db.migrate import migrate
from xiaoer.shop.pack import import_pack


@dataclass(frozen=True)
class Prepared:
    """What a talking command starts from."""

    shop: Shop
    model: Path


def prepare(settings: Settings, progress: Progress) -> Prepared:
    """Database, demo shop, lexicon and model.

    Raises DatabaseUnusable, PackInvalid, PolicyInvalid, TrainingFailed.
    """
    shop = prepare_shop(settings, progress)
    return Prepared(shop, ensure_model(settings, progress))


def prepare_shop(settings: Settings, progress: Progress) -> Shop:
    """Database, demo shop and lexicon: all that a command needs which does not talk."""
    with alone_in(settings.data_dir, "准备数据库", progress):
        return _prepared_shop(settings, progress)


def _prepared_shop(settings: Settings, progress: Progress) -> Shop:
    if migrate(settings.url):
        progress("数据库：结构已更新")
    shop = build_shop(settings)
    lexicon = shop.lexicon()
    if not lexicon.get("product") and settings.pack.is_dir():
        progress("数据库：还没有商品，正在导入示例店铺")
        import_pack(shop.db, settings.pack, shop.clock())
        lexicon = shop.lexicon()
    write_lexicon(settings, lexicon)
    return shop
