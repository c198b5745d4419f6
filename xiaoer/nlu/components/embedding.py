# mypy: allow-subclassing-any
"""Third component: the sentence vectors of a message and of its clauses."""

from __future__ import annotations

from typing import Any, Dict, List

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from xiaoer.nlu.components.normaliser import READING
from xiaoer.nlu.embedding import Embedder, embedder

#: Where the classifier finds a dictionary from cleaned text to vector.
VECTORS = "xiaoer_vectors"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class XiaoerEmbedding(GraphComponent):
    """Sets `VECTORS` on each message."""

    def __init__(self, source: Embedder) -> None:
        self._source = source

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> XiaoerEmbedding:
        """Called by Rasa's graph."""
        return cls(embedder())

    def process(self, messages: List[Message]) -> List[Message]:
        """Embeds the messages of a turn."""
        for message in messages:
            parts = message.get(READING).parts
            message.set(VECTORS, {part: self._source.text(part) for part in parts})
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Embeds the training examples on two threads."""
        examples = training_data.training_examples
        texts = [message.get(READING).text for message in examples]
        rows = self._source.texts(texts)
        for message, text, row in zip(examples, texts, rows, strict=True):
            message.set(VECTORS, {text: row})
        return training_data
