"""Builds the server: our routes, the guard, and Rasa's own routes for the administrator."""

from __future__ import annotations

from typing import Any

from sanic import Sanic

from xiaoer.channels import guard, problems
from xiaoer.channels.api import api, open_to_all
from xiaoer.runtime.bot import Bot
from xiaoer.runtime.quiet import calm_libraries
from xiaoer.settings import Settings
from xiaoer.shop import Shop

#: Bytes of a request; 2,000 characters escaped in JSON are 24,000.
MOST_BYTES = 256 * 1024

#: Seconds that one request may take: the bot apologises long before.
RESPONSE_TIMEOUT_S = 60


def create_app(settings: Settings, shop: Shop, bot: Bot) -> Sanic:
    """The server's app; `bot` is ready to answer.

    Rasa's own routes exist only where `XIAOER_ADMIN_TOKEN` is set, and answer only to it.
    """
    app = _base(settings, bot)
    app.config.ACCESS_LOG = False
    app.config.REQUEST_MAX_SIZE = MOST_BYTES
    app.config.RESPONSE_TIMEOUT = RESPONSE_TIMEOUT_S
    app.ctx.settings = settings
    app.ctx.shop = shop
    app.ctx.bot = bot
    app.blueprint(api)
    app.blueprint(open_to_all)
    problems.install(app)
    guard.install(app, settings)
    return app


def _base(settings: Settings, bot: Bot) -> Any:
    if not settings.admin_token or not settings.admin_token.get_secret_value():
        return Sanic("xiaoer", configure_logging=False)
    # Rasa's server is loaded where somebody may use it only.
    from rasa.server import create_app as create_rasa_app

    app = create_rasa_app(agent=bot.agent)
    app.ctx.agent = bot.agent
    calm_libraries()
    return app
