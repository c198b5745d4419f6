"""Rasa action: a yes or a no to whatever was asked last."""

from actions.base import AnswerAction


class ActionAnswerConfirmation(AnswerAction):
    """A yes or a no to whatever was asked last, answered by the core."""

    intents = ("affirm", "deny")

    def name(self) -> str:
        """The name in `domain.yml` and `data/rules.yml`."""
        return "action_answer_confirmation"
