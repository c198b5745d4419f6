"""Rasa action: whether something is there and when it comes back."""

from actions.base import AnswerAction


class ActionAnswerStock(AnswerAction):
    """Whether something is there and when it comes back, answered by the core."""

    intents = ("ask_stock",)

    def name(self) -> str:
        """The name in `domain.yml` and `data/rules.yml`."""
        return "action_answer_stock"
