"""Rasa action: when and from where an order ships."""

from actions.base import AnswerAction


class ActionAnswerShipping(AnswerAction):
    """When and from where an order ships, answered by the core."""

    intents = ("ask_shipping_time", "urge_shipping", "ask_ship_from")

    def name(self) -> str:
        """The name in `domain.yml` and `data/rules.yml`."""
        return "action_answer_shipping"
