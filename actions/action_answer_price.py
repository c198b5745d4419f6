"""Rasa action: what something costs."""

from actions.base import AnswerAction


class ActionAnswerPrice(AnswerAction):
    """What something costs, answered by the core."""

    intents = ("ask_price",)

    def name(self) -> str:
        """The name in `domain.yml` and `data/rules.yml`."""
        return "action_answer_price"
