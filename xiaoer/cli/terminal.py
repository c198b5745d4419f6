"""A prompt at the bottom of the terminal, and lines printed above it."""

from __future__ import annotations

from typing import Optional

from prompt_toolkit import PromptSession
from prompt_toolkit.patch_stdout import patch_stdout


class Terminal:
    """Reads lines while other lines may be printed.

    Create it before `xiaoer.runtime` is imported. From then on what is not yet loaded of
    prompt_toolkit, which Rasa needs for its own dialogues only, is replaced by hollow modules
    (`runtime/lean_imports.py`).
    """

    def __init__(self, prompt: str) -> None:
        self._prompt = prompt
        self._session: PromptSession[str] = PromptSession()

    async def read(self) -> Optional[str]:
        """The next line; None at the end (Ctrl-D, Ctrl-C)."""
        try:
            with patch_stdout(raw=True):
                return await self._session.prompt_async(self._prompt)
        except (EOFError, KeyboardInterrupt):
            return None

    def said(self, who: str, text: str) -> None:
        """Prints what somebody said."""
        print(f"\033[1m{who}\033[0m{text}", flush=True)

    def note(self, text: str) -> None:
        """Prints what nobody said."""
        print(f"\033[2m{text}\033[0m", flush=True)
