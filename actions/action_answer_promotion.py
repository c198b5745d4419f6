"""Rasa action: campaigns and coupons."""

from actions.base import AnswerAction


class ActionAnswerPromotion(AnswerAction):
    """Campaigns and coupons, answered by the core."""

    intents = ("ask_promotion", "ask_coupon")

    def name(self) -> str:
        """The name in `domain.yml` and `data/rules.yml`."""
        return "action_answer_promotion"
