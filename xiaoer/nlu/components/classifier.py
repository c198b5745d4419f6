# mypy: allow-subclassing-any
"""Last component: intent, ranking, requests and doubt."""

from __future__ import annotations

import logging
from typing import Any, Dict, List, Optional

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from xiaoer.nlu.calibration import UNCLEAR
from xiaoer.nlu.components.embedding import VECTORS
from xiaoer.nlu.components.normaliser import READING
from xiaoer.nlu.model import IntentModel
from xiaoer.nlu.requests import Understood, understand

logger = logging.getLogger(__name__)

#: So many intents are carried in `intent_ranking`.
RANKED = 10


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class XiaoerClassifier(IntentClassifier, GraphComponent):
    """Sets `intent`, `intent_ranking`, `requests` and `doubt` (`sure`, `unsure`, `none`)."""

    def __init__(
        self, storage: ModelStorage, resource: Resource, model: Optional[IntentModel] = None
    ) -> None:
        self._storage = storage
        self._resource = resource
        self._model = model

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> XiaoerClassifier:
        """Called by Rasa's graph before training."""
        return cls(model_storage, resource)

    @classmethod
    def load(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> XiaoerClassifier:
        """Called by Rasa's graph to serve; raises where the model is not whole."""
        with model_storage.read_from(resource) as folder:
            return cls(model_storage, resource, IntentModel.load(folder))

    def train(self, training_data: TrainingData) -> Resource:
        """Learns from all examples that have an intent and a text, and stores the model."""
        examples = [m for m in training_data.intent_examples if m.get(READING)]
        examples = [m for m in examples if m.get(READING).text and m.get(VECTORS)]
        texts = [m.get(READING).text for m in examples]
        vectors = np.array([m.get(VECTORS)[text] for m, text in zip(examples, texts, strict=True)])
        self._model = IntentModel.train(texts, vectors, [m.get(INTENT) for m in examples])
        logger.info("trained on %d examples: %s", len(texts), self._model.calibration)
        with self._storage.write_to(self._resource) as folder:
            self._model.save(folder)
        return self._resource

    def process(self, messages: List[Message]) -> List[Message]:
        """Understands the messages of a turn."""
        if self._model is None:
            raise RuntimeError("the classifier is used before it was trained or loaded")
        for message in messages:
            vectors = message.get(VECTORS)
            understood = understand(message.get(READING), self._model, vectors)
            _write(message, understood)
        return messages


def _write(message: Message, understood: Understood) -> None:
    ranking = [{"name": n, "confidence": p} for n, p in understood.ranking.items()][:RANKED]
    first = understood.requests[0] if understood.requests else None
    intent = {
        "name": first.intent if first else UNCLEAR,
        "confidence": first.confidence if first else 0.0,
    }
    message.set(INTENT, intent, add_to_output=True)
    message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
    requests = [request.as_dict() for request in understood.requests]
    message.set("requests", requests, add_to_output=True)
    message.set("doubt", understood.doubt, add_to_output=True)
