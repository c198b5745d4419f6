"""Rasa action: invoices."""

from actions.base import AnswerAction


class ActionAnswerInvoice(AnswerAction):
    """Invoices, answered by the core."""

    intents = ("ask_invoice",)

    def name(self) -> str:
        """The name in `domain.yml` and `data/rules.yml`."""
        return "action_answer_invoice"
