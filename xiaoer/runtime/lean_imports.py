"""Starts Rasa without the packages that this bot's pipeline never uses.

Importing `rasa.core.agent` pulls in TensorFlow, four cloud SDKs and the clients of a dozen
messengers: most of the memory and of the start-up time of a stock bot. None of it runs here.
`install` puts hollow modules in their place *before* Rasa is imported. They can be imported,
named in annotations and used as base classes; whoever really calls into one gets `LeftOut`,
which says how to load the full Rasa. docs/decisions/0005-lean-imports.md has the reasons and
the figures.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import logging
import os
import sys
from collections.abc import Sequence
from types import ModuleType
from typing import Any

logger = logging.getLogger(__name__)

FULL_RASA = "XIAOER_FULL_RASA"

#: Whole packages, and single Rasa modules that only neural components need.
LEFT_OUT: tuple[str, ...] = (
    "tensorflow",
    "keras",
    "tensorflow_hub",
    "tensorflow_text",
    "tensorflow_addons",
    # Components of Rasa that are not in our pipeline; the recipe imports them all the same.
    "rasa.nlu.classifiers.diet_classifier",
    "rasa.nlu.extractors.crf_entity_extractor",
    "rasa.nlu.featurizers.dense_featurizer.convert_featurizer",
    "rasa.nlu.featurizers.dense_featurizer.lm_featurizer",
    "rasa.nlu.selectors.response_selector",
    "rasa.core.policies.ted_policy",
    "rasa.core.policies.unexpected_intent_policy",
    "rasa.utils.tensorflow.data_generator",
    "rasa.utils.tensorflow.model_data",
    # Tracker stores and model storage in other people's clouds.
    "boto3",
    "botocore",
    "pymongo",
    # Clients of messengers that this shop does not use.
    "aiogram",
    "fbmessenger",
    "mattermostwrapper",
    "rocketchat_API",
    "slack_sdk",
    "twilio",
    "webexteamssdk",
    # Curves of evaluations, which `rasa test` draws in a process of its own; brings matplotlib.
    "rasa.utils.plotting",
    # Rasa's own terminal dialogues.
    "prompt_toolkit",
    "questionary",
)


class LeftOut(ImportError):
    """Something was called that is not loaded in the lean process.

    An ImportError, so that a library which tries TensorFlow and does without takes it as absent.
    """

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} is not loaded in this process, because the bot's pipeline does not need it. "
            f"Set {FULL_RASA}=1 to start with all of Rasa."
        )


def _refuse(self: object, *args: object, **kwargs: object) -> None:
    raise LeftOut(f"{type(self).__module__}.{type(self).__name__}")


class HollowModule(ModuleType):
    """Stands for a module: any name can be imported from it, none can be called."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.__path__: list[str] = []

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        full = f"{self.__name__}.{name}"
        if name[:1].isupper():
            # A plain class: it can be a base next to any other, metaclasses included.
            value: object = type(name, (), {"__module__": self.__name__, "__init__": _refuse})
        else:
            value = sys.modules.get(full) or HollowModule(full)
        setattr(self, name, value)
        return value

    def __call__(self, *args: object, **kwargs: object) -> Any:
        raise LeftOut(self.__name__)


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Answers for the packages of `LEFT_OUT` before Python looks for the real ones."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if any(fullname == name or fullname.startswith(f"{name}.") for name in LEFT_OUT):
            return importlib.machinery.ModuleSpec(fullname, self, is_package=True)
        return None

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        return HollowModule(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Nothing to run: the module is hollow."""


def is_lean() -> bool:
    """Whether hollow modules are in force in this process."""
    return any(isinstance(finder, _Finder) for finder in sys.meta_path)


def install() -> bool:
    """Makes this process lean, if it still can be and the owner has not chosen otherwise.

    Idempotent. Returns whether the process is lean: not so where `XIAOER_FULL_RASA=1` is set,
    or where Rasa or TensorFlow is already loaded in full (`rasa train`, `rasa test`).
    """
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    if is_lean():
        return True
    if os.environ.get(FULL_RASA) == "1" or {"tensorflow", "rasa.core.agent"} & sys.modules.keys():
        return False
    sys.meta_path.insert(0, _Finder())
    logger.debug("Rasa is loaded without %d packages that the bot does not use", len(LEFT_OUT))
    return True
