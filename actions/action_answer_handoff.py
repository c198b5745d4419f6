"""Rasa action: the wish for a person, anger and threats."""

from actions.base import AnswerAction


class ActionAnswerHandoff(AnswerAction):
    """The wish for a person, anger and threats, answered by the core."""

    intents = ("request_human", "complain_service", "threaten_dispute")

    def name(self) -> str:
        """The name in `domain.yml` and `data/rules.yml`."""
        return "action_answer_handoff"
