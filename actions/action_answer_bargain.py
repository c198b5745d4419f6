"""Rasa action: the wish for a lower price."""

from actions.base import AnswerAction


class ActionAnswerBargain(AnswerAction):
    """The wish for a lower price, answered by the core."""

    intents = ("bargain", "gift_to_discount")

    def name(self) -> str:
        """The name in `domain.yml` and `data/rules.yml`."""
        return "action_answer_bargain"
