# mypy: allow-subclassing-any
"""Runs Rasa's graph one node after the other, without a scheduler.

Rasa hands each message's graph to dask, which cuts the graph to size, orders it and schedules it
anew every time, and then runs it in one thread all the same. A dozen nodes do not need that.
"""

from __future__ import annotations

from graphlib import TopologicalSorter
from typing import Any, Optional

from rasa.engine.runner.dask import DaskGraphRunner


class SequentialRunner(DaskGraphRunner):
    """As Rasa's runner; the order of the nodes is worked out once for each set of targets."""

    def run(
        self, inputs: Optional[dict[str, Any]] = None, targets: Optional[list[str]] = None
    ) -> dict[str, Any]:
        """The outputs of the target nodes, by name. What a component raises gets through."""
        wanted = tuple(targets or self._graph_schema.target_names)
        done: dict[str, Any] = {name: (name, value) for name, value in (inputs or {}).items()}
        for name in self._order(wanted):
            # A need that is neither a node nor given is an optional input: its name says so.
            needs = self._graph_schema.nodes[name].needs.values()
            done[name] = self._instantiated_nodes[name](*(done.get(need, need) for need in needs))
        return {name: done[name][1] for name in wanted}

    def component(self, kind: type[Any]) -> Any:
        """The loaded component of this class, None where the model has none."""
        parts = (node._component for node in self._instantiated_nodes.values())
        return next((part for part in parts if isinstance(part, kind)), None)

    def _order(self, targets: tuple[str, ...]) -> tuple[str, ...]:
        known = self.__dict__.setdefault("_orders", {})
        if targets not in known:
            nodes = self._graph_schema.minimal_graph_schema(list(targets)).nodes
            needs = {name: set(node.needs.values()) for name, node in nodes.items()}
            order = TopologicalSorter(needs).static_order()
            known[targets] = tuple(name for name in order if name in nodes)
        found: tuple[str, ...] = known[targets]
        return found
