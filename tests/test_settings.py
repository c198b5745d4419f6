"""Settings that are refused before anything is done with them, and what they choose."""

from __future__ import annotations

from typing import Any

import pytest

from xiaoer.bootstrap import build_gateway
from xiaoer.cli.errors import in_words
from xiaoer.settings import Settings
from xiaoer.shop import Shop
from xiaoer.shop.aftersales.gateways.http import HttpGateway
from xiaoer.shop.aftersales.gateways.local import LocalLedger

SECRET = "0123456789abcdef"


def settings(**given: Any) -> Settings:
    return Settings(_env_file=None, **given)


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"gateway_url": "http://erp.example.com/", "gateway_secret": SECRET}, "GATEWAY_URL"),
        ({"gateway_url": "ftp://127.0.0.1/", "gateway_secret": SECRET}, "GATEWAY_URL"),
        ({"gateway_url": "erp", "gateway_secret": SECRET}, "GATEWAY_URL"),
        ({"gateway_url": "https://erp.example.com/"}, "GATEWAY_SECRET"),
        ({"gateway_url": "https://erp.example.com/", "gateway_secret": "short"}, "GATEWAY_SECRET"),
        ({"gateway_timeout_s": 0}, "GATEWAY_TIMEOUT_S"),
        ({"gateway_attempts": 0}, "GATEWAY_ATTEMPTS"),
    ],
)
def test_what_is_refused_is_named(given: dict[str, Any], named: str) -> None:
    with pytest.raises(ValueError) as caught:
        settings(**given)
    assert f"XIAOER_{named}" in in_words(caught.value)
    assert SECRET not in in_words(caught.value)


def test_the_local_ledger_unless_there_is_a_system(shop: Shop) -> None:
    assert isinstance(build_gateway(settings(), shop), LocalLedger)
    assert isinstance(build_gateway(settings(gateway_url=""), shop), LocalLedger)


@pytest.mark.parametrize("url", ["https://erp.example.com/x", "http://127.0.0.1:9000/x"])
def test_the_shops_own_system(shop: Shop, url: str) -> None:
    chosen = build_gateway(settings(gateway_url=url, gateway_secret=SECRET), shop)
    assert isinstance(chosen, HttpGateway)
