"""Rasa action: returns and exchanges."""

from actions.base import AnswerAction


class ActionAnswerReturns(AnswerAction):
    """Returns and exchanges, answered by the core."""

    intents = (
        "request_return",
        "ask_return_policy",
        "return_procedure",
        "return_shipping_fee",
        "request_exchange",
    )

    def name(self) -> str:
        """The name in `domain.yml` and `data/rules.yml`."""
        return "action_answer_returns"
