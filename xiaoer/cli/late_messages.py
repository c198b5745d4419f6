"""Messages that come without being asked for: approvals, promises, back in stock, people."""

from __future__ import annotations

from xiaoer.shop import Shop


class LateMessages:
    """Reads a conversation's new messages, each once, and lets the shop's clocks fire.

    Its methods use the database: call them outside the event loop.
    """

    def __init__(self, shop: Shop, conversation_id: str) -> None:
        self.shop, self.conversation_id = shop, conversation_id
        self._seen = 0

    def skip(self) -> None:
        """Takes everything that is there as read."""
        conversation = self.shop.conversation(self.conversation_id)
        if conversation is not None:
            self._seen = max(self._seen, conversation.last_seq)

    def fetch(self) -> list[str]:
        """Fires what is due; returns the texts that came by themselves and were not read yet.

        Answers are shown by the turn that they belong to.
        """
        self.shop.tick()
        found = self.shop.messages(self.conversation_id, after=self._seen)
        self._seen = max([self._seen, *(message.seq for message in found)])
        return [m.text for m in found if m.author != "buyer" and m.reply_to is None]
