"""The shop of a separate action server (`rasa run actions`), opened by its first action."""

from __future__ import annotations

from functools import lru_cache

from xiaoer.bootstrap import build_shop
from xiaoer.settings import Settings
from xiaoer.shop import Shop


@lru_cache(maxsize=1)
def shared_shop() -> Shop:
    """The one shop of this process, wired from the environment.

    `xiaoer serve` and `xiaoer chat` hand their own shop to the actions and never call this.
    """
    return build_shop(Settings())
