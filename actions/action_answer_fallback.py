"""Rasa action: what is no business of the shop, or was not understood."""

from actions.base import AnswerAction


class ActionAnswerFallback(AnswerAction):
    """What is no business of the shop, or was not understood, answered by the core."""

    intents = ("out_of_scope", "nlu_fallback")

    def name(self) -> str:
        """The name in `domain.yml` and `data/rules.yml`."""
        return "action_answer_fallback"
