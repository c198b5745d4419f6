"""Rasa action: gifts, promised and wished for."""

from actions.base import AnswerAction


class ActionAnswerGift(AnswerAction):
    """Gifts, promised and wished for, answered by the core."""

    intents = ("ask_gift", "request_gift")

    def name(self) -> str:
        """The name in `domain.yml` and `data/rules.yml`."""
        return "action_answer_gift"
