"""Wires the core to its database, policy and clock: the one place where it is put together."""

from __future__ import annotations

from typing import Optional

from xiaoer.policy import PolicySource
from xiaoer.settings import Settings
from xiaoer.shop import Shop
from xiaoer.shop.aftersales.gateways.local import LocalLedger
from xiaoer.shop.aftersales.gateways.ports import Gateway
from xiaoer.shop.aftersales.photo_store import PhotoStore
from xiaoer.shop.clock import Clock, system_clock
from xiaoer.shop.db.session import Database


def build_shop(settings: Settings, clock: Optional[Clock] = None) -> Shop:
    """Returns the shop core of these settings. Raises PolicyInvalid."""
    policy = PolicySource(settings.policy_file)
    photos = PhotoStore(settings.photos)
    shop = Shop(Database(settings.url), policy, clock or system_clock, photos)
    shop.gateway = build_gateway(settings, shop)
    return shop


def build_gateway(settings: Settings, shop: Shop) -> Gateway:
    """Returns the way to the shop's money and goods: its own system, else the local ledger."""
    if settings.gateway_url is None or settings.gateway_secret is None:
        return LocalLedger(shop.db, shop.clock)
    from xiaoer.shop.aftersales.gateways.http import Endpoint, HttpGateway

    endpoint = Endpoint(
        settings.gateway_url,
        settings.gateway_secret.get_secret_value(),
        settings.gateway_timeout_s,
        settings.gateway_attempts,
    )
    return HttpGateway(endpoint, shop.clock)
