"""Keeps the vectors of training texts between trainings, as they cost most of the time."""

from __future__ import annotations

import logging
import os
import zipfile
from pathlib import Path
from types import TracebackType
from typing import Any, Sequence

import numpy as np

from xiaoer.nlu.embedding import Embedder

logger = logging.getLogger(__name__)


class VectorCache:
    """A file of texts and their vectors; a damaged or missing file only costs time.

    Used as a context manager: reads on entering, writes on leaving if something was added.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._source = Embedder(remembered=1_000_000)
        self._stored = 0

    @classmethod
    def in_rasa_cache(cls) -> VectorCache:
        """Beside Rasa's own training cache, which `RASA_CACHE_DIRECTORY` may move."""
        return cls(Path(os.environ.get("RASA_CACHE_DIRECTORY", ".rasa/cache")) / "vectors.npz")

    def __enter__(self) -> VectorCache:
        try:
            with np.load(self._path, allow_pickle=False) as stored:
                texts, rows = stored["texts"].tolist(), stored["rows"]
            self._source.remember(dict(zip(texts, rows, strict=True)))
            self._stored = len(texts)
        except FileNotFoundError:
            logger.info("no vectors kept at %s", self._path)
        except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
            logger.warning("vectors at %s cannot be used: %s", self._path, error)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        known = self._source.known()
        if kind is not None or len(known) == self._stored:
            return
        self._path.parent.mkdir(parents=True, exist_ok=True)
        fresh = self._path.with_suffix(f".{os.getpid()}.npz")
        np.savez(fresh, texts=np.array(list(known)), rows=np.array(list(known.values())))
        fresh.replace(self._path)

    def texts(self, cleaned: Sequence[str]) -> Any:
        """The vectors of the texts, shape [texts, 384]."""
        return self._source.texts(cleaned)
