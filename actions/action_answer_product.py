"""Rasa action: facts, quality and papers of a product."""

from actions.base import AnswerAction


class ActionAnswerProduct(AnswerAction):
    """Facts, quality and papers of a product, answered by the core."""

    intents = ("ask_product", "ask_quality", "ask_genuine")

    def name(self) -> str:
        """The name in `domain.yml` and `data/rules.yml`."""
        return "action_answer_product"
