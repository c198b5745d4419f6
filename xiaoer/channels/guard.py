"""Deny by default: what is not a route of ours needs the administrator's token.

Rasa's server answers anybody: it shows trackers, triggers intents, replaces the model. The guard
looks at the route that was matched, not at the spelling of the path, so there is nothing to
get around.
"""

from __future__ import annotations

from typing import Optional

from sanic import Request, Sanic
from sanic.response import HTTPResponse

from xiaoer.channels.problems import unauthorized
from xiaoer.channels.tokens import is_admin
from xiaoer.settings import Settings

#: Blueprints whose routes decide for themselves who may use them.
OURS = frozenset({"xiaoer_api", "xiaoer_open"})

_OUR_PATHS = ("/api/v1/", "/healthz")


def install(app: Sanic, settings: Settings) -> None:
    """Puts the guard before every other middleware of the app."""

    async def guard(request: Request) -> Optional[HTTPResponse]:
        if is_ours(request) or is_admin(request.headers, settings):
            return None
        return unauthorized().response()

    app.request_middleware.appendleft(guard)


def is_ours(request: Request) -> bool:
    """Whether the matched route belongs to one of our blueprints.

    Where none was matched there is nothing to guard, only an error to be told: under our own
    paths it says what is wrong, elsewhere it does not even tell which routes Rasa has.
    """
    if request.route is None:
        return bool(request.path.startswith(_OUR_PATHS))
    return bool(OURS & set(str(request.route.name).split(".")))
