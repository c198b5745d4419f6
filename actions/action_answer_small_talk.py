"""Rasa action: greetings, thanks, farewells and whether it is a bot."""

from actions.base import AnswerAction


class ActionAnswerSmallTalk(AnswerAction):
    """Greetings, thanks, farewells and whether it is a bot, answered by the core."""

    intents = ("greet", "goodbye", "thank", "bot_challenge")

    def name(self) -> str:
        """The name in `domain.yml` and `data/rules.yml`."""
        return "action_answer_small_talk"
