"""Photos as files in the data folder, each under the hash of its content."""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path
from typing import Container, Optional

#: A file that no row names may belong to a transaction under way; after so long it does not.
_UNNAMED_S = 3600


class PhotoStore:
    """A folder of JPEG files. The same picture is there once, in however many cases it is."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, sha256: str, data: bytes) -> None:
        """Stores a photo; whole or not at all, and again without harm."""
        path = self.path(sha256)
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            os.replace(name, path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise

    def get(self, sha256: str) -> Optional[bytes]:
        """A photo's bytes, None where it is gone."""
        try:
            return self.path(sha256).read_bytes()
        except FileNotFoundError:
            return None

    def sweep(self, kept: Container[str]) -> int:
        """Deletes files that are not among the kept hashes; returns how many."""
        swept = 0
        for path in self._folder.glob("??/*"):
            if path.stem in kept or time.time() - path.stat().st_mtime < _UNNAMED_S:
                continue
            path.unlink(missing_ok=True)
            swept += 1
        return swept

    def path(self, sha256: str) -> Path:
        """Where a photo lies."""
        return self._folder / sha256[:2] / f"{sha256}.jpg"
