# mypy: allow-subclassing-any
"""First component: reads every message into a `Reading`."""

from __future__ import annotations

from typing import Any, Dict, List

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from xiaoer.nlu.reading import read

#: Where the later components find the `Reading`.
READING = "xiaoer_reading"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class XiaoerNormaliser(GraphComponent):
    """Sets `READING` on each message; the text itself stays as the buyer typed it.

    One exception: Rasa takes a text that begins with a slash for a command whatever the
    pipeline says, so that slash becomes its full-width twin. Offsets stay right.
    """

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> XiaoerNormaliser:
        """Called by Rasa's graph."""
        return cls()

    def process(self, messages: List[Message]) -> List[Message]:
        """Reads the messages of a turn."""
        for message in messages:
            text = message.get(TEXT) or ""
            if text.lstrip().startswith("/"):
                message.set(TEXT, text.replace("/", "／", 1), add_to_output=True)
            message.set(READING, read(text))
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Reads the training examples."""
        for message in training_data.training_examples:
            message.set(READING, read(message.get(TEXT) or ""))
        return training_data
