"""Rasa action: arrival, carrier and postage."""

from actions.base import AnswerAction


class ActionAnswerDelivery(AnswerAction):
    """Arrival, carrier and postage, answered by the core."""

    intents = ("ask_delivery_time", "ask_carrier", "ask_shipping_fee")

    def name(self) -> str:
        """The name in `domain.yml` and `data/rules.yml`."""
        return "action_answer_delivery"
