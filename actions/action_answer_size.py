"""Rasa action: which size to wear."""

from actions.base import AnswerAction


class ActionAnswerSize(AnswerAction):
    """Which size to wear, answered by the core."""

    intents = ("ask_size",)

    def name(self) -> str:
        """The name in `domain.yml` and `data/rules.yml`."""
        return "action_answer_size"
