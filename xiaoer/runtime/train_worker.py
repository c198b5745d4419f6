"""The training itself, as a process: `python -m xiaoer.runtime.train_worker FOLDER`.

Writes FOLDER/model.tar.gz from the project in the current directory.
"""

from __future__ import annotations

import sys
from pathlib import Path

from rasa.model_training import train

from xiaoer.runtime.quiet import configure_logging


def main(folder: Path) -> int:
    """Trains; returns the exit code."""
    configure_logging()
    result = train(
        domain="domain.yml",
        config="config.yml",
        training_files=["data"],
        output=str(folder),
        fixed_model_name="model",
        # Rasa's cache knows the components' classes, not the modules that they use.
        force_training=True,
    )
    return int(result.code)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
