# mypy: allow-subclassing-any
"""Second component: entities with values, by rules and the shop's lexicon."""

from __future__ import annotations

from typing import Any, Dict, List

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from xiaoer.nlu.components.normaliser import READING
from xiaoer.nlu.entities import extract
from xiaoer.nlu.tagger import Tagger


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class XiaoerEntities(EntityExtractorMixin, GraphComponent):
    """Sets `entities`; nothing is learnt, an import of goods works at once."""

    def __init__(self, tagger: Tagger) -> None:
        self._tagger = tagger

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> XiaoerEntities:
        """Called by Rasa's graph."""
        return cls(Tagger())

    def process(self, messages: List[Message]) -> List[Message]:
        """Finds the entities of a turn's messages."""
        for message in messages:
            reading = message.get(READING)
            spans = extract(reading, self._tagger.names(reading.folded))
            text = message.get(TEXT) or ""
            message.set(ENTITIES, [span.as_dict(text) for span in spans], add_to_output=True)
        return messages
