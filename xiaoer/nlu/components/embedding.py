# mypy: allow-subclassing-any
"""Third component: the sentence vectors of a message and of its clauses."""

from __future__ import annotations

from typing import Any, Dict, List

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import METADATA
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from xiaoer.nlu.components.normaliser import READING
from xiaoer.nlu.embedding import DIMENSIONS, Embedder, embedder

#: Where the classifier finds a dictionary from cleaned text to vector.
VECTORS = "xiaoer_vectors"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class XiaoerEmbedding(GraphComponent):
    """Sets `VECTORS` on each message.

    The vector of the whole message is taken from the metadata's `embedding` where the channel
    has computed it in a thread; what it embedded on the way is remembered by the embedder.
    """

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
            whole, *clauses = message.get(READING).parts
            vectors = {part: self._source.text(part) for part in clauses}
            given = _given(message.get(METADATA))
            vectors[whole] = self._source.text(whole) if given is None else given
            message.set(VECTORS, vectors)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Embeds the training examples on two threads."""
        examples = training_data.training_examples
        texts = [message.get(READING).text for message in examples]
        rows = self._source.texts(texts)
        for message, text, row in zip(examples, texts, rows, strict=True):
            message.set(VECTORS, {text: row})
        return training_data


def _given(metadata: Any) -> Any:
    """The channel's vector if there is one of the right shape."""
    told = metadata.get("embedding") if isinstance(metadata, dict) else None
    if not isinstance(told, (list, tuple)) or len(told) != DIMENSIONS:
        return None
    vector = np.asarray(told, dtype=np.float32)
    return vector if np.isfinite(vector).all() else None
