"""What `serve`, `chat` and `evaluate` have in common: getting ready, then loading the bot."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Optional

import typer

from xiaoer.cli.errors import CommandFailed

if TYPE_CHECKING:
    from xiaoer.runtime.bot import Bot
    from xiaoer.settings import Settings
    from xiaoer.shop import Shop

NO_PREPARE = typer.Option(
    False, "--no-prepare", help="不自动准备（建库、导入示例、训练）；缺什么就报错。"
)
MODEL = typer.Option(None, "--model", metavar="PATH", help="用这个模型文件，不训练。")


def ready(
    settings: Settings, no_prepare: bool, model: Optional[Path], buyer_id: Optional[str] = None
) -> tuple[Shop, Path]:
    """The shop and the model file; made ready first unless `no_prepare`.

    A model that was named is never trained. What can fail quickly fails before the training.
    Raises DatabaseUnusable, PackInvalid, PolicyInvalid, ModelUnusable, TrainingFailed; and
    CommandFailed where something is missing and must not be made, or the buyer is unknown.
    """
    from xiaoer.cli.output import progress
    from xiaoer.runtime.model_file import checked_model
    from xiaoer.runtime.training import ensure_model, model_for

    if model is not None:
        checked_model(model)
    shop = ready_shop(settings, no_prepare)
    if buyer_id is not None and shop.buyer(buyer_id) is None:
        raise CommandFailed(f"没有编号为 {buyer_id} 的买家；示例店铺的买家用 xiaoer demo 查看")
    if model is None and no_prepare:
        model = checked_model(model_for(settings))
    return shop, model or ensure_model(settings, progress)


def ready_shop(settings: Settings, no_prepare: bool) -> Shop:
    """As `ready`, without a model: the shop, its names where the understanding looks for them.

    Raises DatabaseUnusable, PackInvalid, PolicyInvalid; CommandFailed where it is not there.
    """
    from xiaoer.cli.opening import open_shop
    from xiaoer.cli.output import progress
    from xiaoer.runtime.lexicon_file import write_lexicon
    from xiaoer.runtime.prepare import prepare_shop

    if no_prepare:
        shop = open_shop(settings)
        write_lexicon(settings, shop.lexicon())
    else:
        shop = prepare_shop(settings, progress)
    if not shop.catalogue_version():
        progress("店里还没有商品：请在项目的文件夹里运行，或先用 xiaoer import-shop 导入")
    return shop


def load_bot(shop: Shop, model: Path) -> Bot:
    """Loads the bot, which takes some seconds. Raises ModelUnusable."""
    from xiaoer.cli.output import progress

    progress("加载模型……")
    with quietly():
        from xiaoer.runtime.bot import Bot
    return Bot.load(shop, model)


@contextmanager
def quietly() -> Iterator[None]:
    """Around the import of Rasa: its libraries' deprecations are nothing to a shop owner."""
    from xiaoer.runtime.quiet import configure_logging

    configure_logging()
    yield
    # Again, for some of them set up logging of their own while they are loaded.
    configure_logging()
