"""Rasa action: refunds: asked for, taken back, under way."""

from actions.base import AnswerAction


class ActionAnswerRefund(AnswerAction):
    """Refunds: asked for, taken back, under way, answered by the core."""

    intents = ("request_refund", "withdraw_request", "refund_status")

    def name(self) -> str:
        """The name in `domain.yml` and `data/rules.yml`."""
        return "action_answer_refund"
