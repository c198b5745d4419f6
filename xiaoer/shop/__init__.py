"""The shop core. It knows no Rasa, no HTTP and no classifier."""

from xiaoer.shop.shop import Shop

__all__ = ["Shop"]
