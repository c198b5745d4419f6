"""Where log lines go: to standard error, without what buyers wrote."""

from __future__ import annotations

import logging
import sys

import structlog

#: Loggers of libraries that speak too much at INFO.
_CHATTY = ("rasa", "rasa_sdk", "sanic.root", "sanic.access", "apscheduler", "alembic")


def configure_logging(level: int = logging.INFO) -> None:
    """Sends our log lines from `level` up, and those of libraries from WARNING up, to stderr.

    Standard output is left to what the commands print.
    """
    logging.basicConfig(
        stream=sys.stderr,
        level=level,
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
        force=True,
    )
    calm_libraries()
    hush_structlog()
    # Sanic and Rasa reset the filters while they are imported; the logger they cannot reset.
    logging.captureWarnings(True)
    logging.getLogger("py.warnings").setLevel(logging.ERROR)
    # jieba sets its own level when it is imported.
    logging.getLogger("jieba").disabled = True


def hush_structlog() -> None:
    """Rasa logs through structlog, whose default prints all messages of buyers to stdout."""
    structlog.configure(
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING),
        # Rasa's loggers are asked dozens of times a turn and hardly ever say anything.
        cache_logger_on_first_use=True,
    )


def calm_libraries() -> None:
    """Lets libraries speak from WARNING up; needed again after one has set its own levels."""
    for name in _CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)
