"""Rasa action: a changed price on an order that is placed."""

from actions.base import AnswerAction


class ActionAnswerPriceChange(AnswerAction):
    """A changed price on an order that is placed, answered by the core."""

    intents = ("request_price_change", "price_protection")

    def name(self) -> str:
        """The name in `domain.yml` and `data/rules.yml`."""
        return "action_answer_price_change"
