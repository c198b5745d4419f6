"""Rasa action: warranty, repair and installation."""

from actions.base import AnswerAction


class ActionAnswerWarranty(AnswerAction):
    """Warranty, repair and installation, answered by the core."""

    intents = ("ask_warranty",)

    def name(self) -> str:
        """The name in `domain.yml` and `data/rules.yml`."""
        return "action_answer_warranty"
