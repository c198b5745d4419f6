"""Rasa action: the state of an order and changes to it."""

from actions.base import AnswerAction


class ActionAnswerOrder(AnswerAction):
    """The state of an order and changes to it, answered by the core."""

    intents = ("order_status", "change_address", "modify_order")

    def name(self) -> str:
        """The name in `domain.yml` and `data/rules.yml`."""
        return "action_answer_order"
