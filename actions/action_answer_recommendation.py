"""Rasa action: which product to choose."""

from actions.base import AnswerAction


class ActionAnswerRecommendation(AnswerAction):
    """Which product to choose, answered by the core."""

    intents = ("ask_recommendation",)

    def name(self) -> str:
        """The name in `domain.yml` and `data/rules.yml`."""
        return "action_answer_recommendation"
