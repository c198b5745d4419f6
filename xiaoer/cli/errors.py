"""What a command says when it cannot go on: one clear line with the remedy, never a traceback."""

from __future__ import annotations

import os
from typing import Any, Protocol, runtime_checkable

#: Set to 1, errors keep their traceback.
DEBUG = "XIAOER_DEBUG"

#: Errors whose own text is written for people. Named, not imported: importing them would load
#: the database, the server or Rasa for commands that need none of these.
FOR_PEOPLE = (
    "xiaoer.cli.errors.CommandFailed",
    "xiaoer.channels.server.PortTaken",
    "xiaoer.nlu.evaluate.EvaluationError",
    "xiaoer.policy.loader.PolicyInvalid",
    "xiaoer.runtime.model_file.ModelUnusable",
    "xiaoer.runtime.training.TrainingFailed",
    "xiaoer.shop.aftersales.disputes.dossier.NoSuchCase",
    "xiaoer.shop.aftersales.evidence.EvidenceError",
    "xiaoer.shop.aftersales.photos.PhotoRefused",
    "xiaoer.shop.approvals.decide.ApprovalError",
    "xiaoer.shop.conversations.messages.MessageRefused",
    "xiaoer.shop.db.migrate.DatabaseUnusable",
    "xiaoer.shop.pack.problems.PackInvalid",
    "xiaoer.shop.review.inbox.ReviewError",
)


@runtime_checkable
class _HasErrors(Protocol):
    """pydantic's ValidationError."""

    def errors(self) -> list[dict[str, Any]]: ...


class CommandFailed(Exception):
    """A command cannot do what it was asked; the text says why and what to do."""


def debugging() -> bool:
    """Whether tracebacks are wanted."""
    return os.environ.get(DEBUG) == "1"


def in_words(error: BaseException) -> str:
    """The error as a person reads it."""
    names = {f"{cls.__module__}.{cls.__qualname__}" for cls in type(error).__mro__}
    if names & set(FOR_PEOPLE):
        return str(error)
    if "pydantic.error_wrappers.ValidationError" in names:
        return _settings(error)
    if "sqlalchemy.exc.DBAPIError" in names:
        reason = str(getattr(error, "orig", error)).strip().splitlines()[0]
        return f"数据库出错了：{reason}。请先运行 xiaoer migrate；还不行就检查 XIAOER_DATABASE_URL"
    if isinstance(error, OSError) and error.filename:
        return f"读写 {error.filename} 时出错：{error.strerror}"
    kind = type(error).__name__
    return f"出了没料到的错误：{kind}: {error}（设置 {DEBUG}=1 再运行，可以看到详细过程）"


def _settings(error: BaseException) -> str:
    """Names the environment variables that cannot be used."""
    problems: list[dict[str, Any]] = error.errors() if isinstance(error, _HasErrors) else []
    names = "、".join(f"XIAOER_{str(problem['loc'][0]).upper()}" for problem in problems)
    return f"环境变量（或 .env）的值不能用：{names}。写法见 .env.example"
