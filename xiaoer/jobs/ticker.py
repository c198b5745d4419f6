"""Looks at the durable queues again and again."""

from __future__ import annotations

import logging
import threading

from xiaoer.shop import Shop

log = logging.getLogger(__name__)


def run_forever(shop: Shop, interval_s: float, stop: threading.Event) -> None:
    """Ticks every `interval_s` seconds until `stop` is set; a failed tick is logged and retried."""
    while not stop.is_set():
        try:
            shop.tick()
        except Exception:
            log.exception("a tick failed; the queues keep what is due")
        stop.wait(interval_s)
