# mypy: allow-subclassing-any
"""Third component: the sentence vectors of a message and of its clauses."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any, Dict, List

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from xiaoer.nlu.components.normaliser import READING
from xiaoer.nlu.embedding import Embedder, embedder

#: Where the classifier finds the `Vectors` of a message.
VECTORS = "xiaoer_vectors"


class Vectors(Mapping[str, Any]):
    """From cleaned text to vector.

    Rasa takes a fingerprint of every training example after every step. Without a method of that
    name it would print each vector: half a minute for all of them.
    """

    def __init__(self, rows: dict[str, Any]) -> None:
        self._rows = rows

    def __getitem__(self, text: str) -> Any:
        return self._rows[text]

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def fingerprint(self) -> str:
        """Equal for equal texts and vectors."""
        digest = hashlib.md5(usedforsecurity=False)
        for text, row in self._rows.items():
            digest.update(text.encode("utf-8", "replace"))
            digest.update(np.ascontiguousarray(row).tobytes())
        return digest.hexdigest()


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
            message.set(VECTORS, Vectors({part: self._source.text(part) for part in parts}))
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Embeds the training examples on two threads."""
        examples = training_data.training_examples
        texts = [message.get(READING).text for message in examples]
        rows = self._source.texts(texts)
        for message, text, row in zip(examples, texts, rows, strict=True):
            message.set(VECTORS, Vectors({text: row}))
        return training_data
