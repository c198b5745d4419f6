# mypy: allow-subclassing-any
"""After the classifier: how angry and how urgent a message is."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any, Dict, List, Optional

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from xiaoer.nlu.components.embedding import VECTORS
from xiaoer.nlu.components.normaliser import READING
from xiaoer.nlu.embedding import embedder
from xiaoer.nlu.feeling import FeelingModel
from xiaoer.nlu.feeling_data import SIGNALS, read_felt
from xiaoer.nlu.reading import read

logger = logging.getLogger(__name__)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class XiaoerFeeling(GraphComponent):
    """Sets `feeling`: `{"anger": 0–1, "urgency": 0–1}`.

    `data` of the configuration names the labelled messages that it learns from, besides and
    apart from Rasa's training data.
    """

    def __init__(
        self,
        data: str,
        storage: ModelStorage,
        resource: Resource,
        model: Optional[FeelingModel] = None,
    ) -> None:
        self._data = Path(data)
        self._storage = storage
        self._resource = resource
        self._model = model

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """Where the labelled messages are, from the project's folder."""
        return {"data": "data/feeling.tsv"}

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> XiaoerFeeling:
        """Called by Rasa's graph before training."""
        return cls(config["data"], model_storage, resource)

    @classmethod
    def load(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> XiaoerFeeling:
        """Called by Rasa's graph to serve; raises where the model is not whole."""
        with model_storage.read_from(resource) as folder:
            return cls(config["data"], model_storage, resource, FeelingModel.load(folder))

    def train(self, training_data: TrainingData) -> Resource:
        """Learns from the labelled messages, and stores the model. Raises EvaluationError."""
        felt = read_felt(self._data)
        readings = [read(one.text) for one in felt]
        vectors = embedder().texts(reading.text for reading in readings)
        strong = np.array([[one.strong(signal) for signal in SIGNALS] for one in felt])
        self._model = FeelingModel.train(readings, vectors, strong)
        logger.info("trained on %d messages, strong: %s", len(felt), strong.sum(axis=0))
        with self._storage.write_to(self._resource) as folder:
            self._model.save(folder)
        return self._resource

    def process(self, messages: List[Message]) -> List[Message]:
        """Looks at the messages of a turn."""
        if self._model is None:
            raise RuntimeError("the feelings are asked for before they were learnt or loaded")
        for message in messages:
            reading = message.get(READING)
            vector = message.get(VECTORS)[reading.text]
            feeling = self._model.probabilities(reading, vector)
            message.set("feeling", feeling, add_to_output=True)
        return messages
