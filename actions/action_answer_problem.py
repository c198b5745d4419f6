"""Rasa action: something wrong with what arrived."""

from actions.base import AnswerAction


class ActionAnswerProblem(AnswerAction):
    """Something wrong with what arrived, answered by the core."""

    intents = (
        "report_quality",
        "report_missing",
        "report_wrong_item",
        "report_not_as_described",
        "report_size_unfit",
        "request_resend",
        "request_compensation",
    )

    def name(self) -> str:
        """The name in `domain.yml` and `data/rules.yml`."""
        return "action_answer_problem"
