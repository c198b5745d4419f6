"""The served description says what the routes do."""

from __future__ import annotations

import re
from typing import Any

from tests.channels.conftest import SYSTEM, Door
from xiaoer.channels.bodies import MessageIn
from xiaoer.channels.guard import OURS


def described(door: Door) -> dict[str, Any]:
    response = door.call("GET", "/api/v1/openapi.json")
    assert response.status_code == 200
    body: dict[str, Any] = response.json()
    return body


def test_it_describes_our_routes_and_no_others(door: Door) -> None:
    paths = described(door)["paths"]
    told = {
        (method.upper(), path)
        for path, operations in paths.items()
        for method in operations
        if method != "parameters"
    }
    served = {
        (method, "/" + re.sub(r"<(\w+)(:[^>]*)?>", r"{\1}", route.path))
        for route in door.app.router.routes
        for method in route.methods
        if OURS & set(route.name.split(".")) and method not in ("OPTIONS", "HEAD")
    }
    assert told == served


def test_its_references_lead_somewhere(door: Door) -> None:
    document = described(door)
    names = set(re.findall(r"#/components/schemas/(\w+)", str(document)))
    assert names == set(document["components"]["schemas"])


def test_the_body_is_described_as_it_is_read(door: Door) -> None:
    schema = described(door)["components"]["schemas"]["MessageIn"]
    assert set(schema["properties"]) == set(MessageIn.__fields__)
    assert set(schema["required"]) == {
        name for name, field in MessageIn.__fields__.items() if field.required
    }
    assert schema["additionalProperties"] is False


def test_answers_look_as_described(door: Door) -> None:
    schemas = described(door)["components"]["schemas"]
    turn = door.say("c1", "在吗").json()
    assert set(turn) == set(schemas["Turn"]["properties"])
    page = door.call("GET", "/api/v1/conversations/c1/messages", SYSTEM).json()
    message = page.pop("messages")[-1]
    assert set(message) == set(schemas["Message"]["properties"])
    assert set(page) == set(schemas["Conversation"]["properties"])
    state = door.call("GET", "/api/v1/conversations/c1", SYSTEM).json()
    assert set(state) == set(schemas["Conversation"]["properties"])


def test_every_problem_names_its_shape(door: Door) -> None:
    problem = door.say("c1", "长" * 3000).json()
    schema = described(door)["components"]["schemas"]["Problem"]
    assert set(problem) <= set(schema["properties"])
    assert set(schema["required"]) <= set(problem)
