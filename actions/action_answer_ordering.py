"""Rasa action: how to order and pay, and what to note on the order."""

from actions.base import AnswerAction


class ActionAnswerOrdering(AnswerAction):
    """How to order and pay, and what to note on the order, answered by the core."""

    intents = ("ask_how_to_order", "ask_payment", "inform_ordered", "order_note")

    def name(self) -> str:
        """The name in `domain.yml` and `data/rules.yml`."""
        return "action_answer_ordering"
