"""Rasa action: money or gifts for reviews."""

from actions.base import AnswerAction


class ActionAnswerReview(AnswerAction):
    """Money or gifts for reviews, answered by the core."""

    intents = ("review_cashback",)

    def name(self) -> str:
        """The name in `domain.yml` and `data/rules.yml`."""
        return "action_answer_review"
