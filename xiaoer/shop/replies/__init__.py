"""What is said: one topic a file, gathered by theme; importing them fills the registry."""

from importlib import import_module
from pkgutil import walk_packages

from xiaoer.shop.replies.registry import TOPICS

for _module in walk_packages(__path__, f"{__name__}."):
    import_module(_module.name)

__all__ = ["TOPICS"]
