"""Rasa action: where a parcel is."""

from actions.base import AnswerAction


class ActionAnswerParcel(AnswerAction):
    """Where a parcel is, answered by the core."""

    intents = ("track_logistics", "delivered_not_received", "inform_received")

    def name(self) -> str:
        """The name in `domain.yml` and `data/rules.yml`."""
        return "action_answer_parcel"
