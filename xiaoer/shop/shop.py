"""The shop core's front door: everything that channels, actions, jobs and commands may do."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, Callable, Dict, List, Optional

from sqlalchemy import select

from xiaoer.policy import PolicySource
from xiaoer.shop.aftersales.evidence import check_room, do_receive, do_review, kept_files
from xiaoer.shop.aftersales.gateways.local import LocalLedger
from xiaoer.shop.aftersales.gateways.ports import Gateway
from xiaoer.shop.aftersales.photo_store import PhotoStore
from xiaoer.shop.approvals.decide import Decision, do_decide, list_approvals
from xiaoer.shop.approvals.model import Approval
from xiaoer.shop.audit.model import ShopSetting
from xiaoer.shop.catalogue.index import VERSION, CatalogueIndex
from xiaoer.shop.catalogue.lexicon import lexicon
from xiaoer.shop.clock import Clock
from xiaoer.shop.conversations.burst import Burst, unanswered_burst
from xiaoer.shop.conversations.messages import (
    Accepted,
    MessageView,
    append,
    do_accept,
    locked,
    messages_after,
    printable,
)
from xiaoer.shop.conversations.model import Conversation
from xiaoer.shop.conversations.ownership import MoveNotAllowed, do_move
from xiaoer.shop.db.lookup import row
from xiaoer.shop.db.session import Database
from xiaoer.shop.db.statements import changing
from xiaoer.shop.orders.model import Buyer
from xiaoer.shop.outbox.fire import Fired, fire
from xiaoer.shop.outbox.instructions import carry_out
from xiaoer.shop.threads import TurnThreads

if TYPE_CHECKING:
    from xiaoer.shop.aftersales.disputes.pack import Pack
    from xiaoer.shop.aftersales.evidence_model import CasePhoto, Evidence
    from xiaoer.shop.dialogue.respond import Answered, Responder
    from xiaoer.shop.dialogue.understanding import Understanding


class Shop:
    """Use cases over one database. Thread-safe; every call is one transaction or a few."""

    def __init__(
        self,
        db: Database,
        policy: PolicySource,
        clock: Clock,
        photos: Optional[PhotoStore] = None,
    ) -> None:
        """`photos` is where photos of cases lie; a shop without it takes none."""
        self.db, self.policy, self.clock, self.photos = db, policy, clock, photos
        #: The way to the shop's money and goods.
        self.gateway: Gateway = LocalLedger(db, clock)
        self.index = CatalogueIndex()
        #: Where event loops have `accept` and `respond` done.
        self.turns = TurnThreads(db)
        #: Called with the conversation's id after a late message was stored.
        self.listeners: List[Callable[[str], None]] = []

    @cached_property
    def responder(self) -> Responder:
        """What answers messages. It brings every reply with it: only who talks waits for that."""
        from xiaoer.shop.dialogue.respond import Responder

        return Responder(self.db, self.policy, self.clock, self.index)

    def accept(
        self,
        conversation_id: str,
        text: str,
        *,
        client_id: Optional[str] = None,
        buyer_id: Optional[str] = None,
        channel: str = "api",
        product_id: Optional[str] = None,
    ) -> Accepted:
        """Stores a buyer's message. Raises a MessageRefused (`conversations.messages`)."""
        policy = self.policy.current()
        with self.db.write() as session:
            return do_accept(
                session,
                self.clock(),
                policy,
                conversation_id,
                text,
                client_id,
                buyer_id,
                channel,
                product_id,
            )

    def burst(self, conversation_id: str, seq: int) -> Optional[Burst]:
        """What is to be answered with the buyer's message `seq`, None where that is answered."""
        with self.db.read() as session:
            conversation = row(session, Conversation, conversation_id)
            assert conversation is not None, "a message is accepted before it is answered"
            return unanswered_burst(session, self.policy.current(), conversation, seq)

    def respond(
        self,
        conversation_id: str,
        seq: int,
        understood: Understanding,
        address: Optional[str] = None,
        first: Optional[int] = None,
    ) -> Answered:
        """Answers a stored message once; see `Responder.respond`."""
        return self.responder.respond(conversation_id, seq, understood, address, first)

    def apologise(self, conversation_id: str, seq: int) -> Answered:
        """The bot failed on a message: says so, and gives the chat to a person. Never raises."""
        return self.responder.apologise(conversation_id, seq)

    def messages(self, conversation_id: str, after: int = 0, limit: int = 100) -> List[MessageView]:
        """Messages with a higher number than `after`, oldest first, at most `limit`."""
        with self.db.read() as session:
            return messages_after(session, conversation_id, after, limit)

    def conversation(self, conversation_id: str) -> Optional[Conversation]:
        """The conversation, None where there is none."""
        with self.db.read() as session:
            found: Optional[Conversation] = session.get(Conversation, conversation_id)
            return found

    def hand_over(
        self, conversation_id: str, to: str, actor: str, agent: Optional[str] = None
    ) -> None:
        """Gives a conversation to another owner. Raises MoveNotAllowed."""
        with self.db.write() as session:
            known = locked(session, conversation_id)
            if known is not None:
                with changing(session, known) as conversation:
                    do_move(session, conversation, to, self.clock(), actor, agent=agent)

    def agent_says(self, conversation_id: str, agent: str, text: str) -> None:
        """Stores the words of the agent who owns the conversation. Raises MoveNotAllowed."""
        with self.db.write() as session:
            known = locked(session, conversation_id)
            if known is None or known.agent != agent:
                raise MoveNotAllowed(f"{conversation_id} is not with {agent}")
            with changing(session, known) as conversation:
                append(session, conversation, self.clock(), "agent", printable(text))
                conversation.answered_seq = conversation.last_seq

    def buyer(self, buyer_id: str) -> Optional[Buyer]:
        """A buyer by id."""
        with self.db.read() as session:
            found: Optional[Buyer] = session.get(Buyer, buyer_id)
            return found

    def approvals(self, state: Optional[str] = None) -> List[Approval]:
        """Approval requests, newest last."""
        with self.db.read() as session:
            return list_approvals(session, state)

    def decide(self, number: str, decision: Decision) -> Approval:
        """Decides an approval. Raises ApprovalError."""
        with self.db.write() as session:
            return do_decide(session, self.clock(), number, decision)

    def attach_photo(self, case_no: str, data: bytes, sender: str) -> CasePhoto:
        """Checks an uploaded file and puts it into a case.

        `sender` is "buyer:<id>" or "staff:<name>"; that the case is theirs was looked at before.
        Raises a PhotoRefused or EvidenceError.
        """
        from xiaoer.shop.aftersales.likeness import like_case
        from xiaoer.shop.aftersales.photos import checked

        assert self.photos is not None, "this shop was built without a folder for photos"
        policy = self.policy.current()
        with self.db.read() as session:
            check_room(session, policy, case_no)
        photo = checked(data, policy.evidence)
        with self.db.read() as session:
            like = like_case(session, case_no, photo, policy.evidence.similar_bits)
        # The file first: a row never names one that is not there.
        self.photos.put(photo.sha256, photo.data)
        with self.db.write() as session:
            return do_receive(session, self.clock(), policy, case_no, photo, sender, like)

    def review_photos(
        self, case_no: str, verdict: str, by: str, reason: Optional[str] = None
    ) -> Evidence:
        """Notes what a person says about a case's photos; see `evidence.do_review`."""
        policy = self.policy.current()
        with self.db.write() as session:
            return do_review(session, self.clock(), policy, by, case_no, verdict, reason)

    def dispute_pack(self, case_no: str) -> Pack:
        """Everything about a case in one file, third parties masked. Raises NoSuchCase."""
        from xiaoer.shop.aftersales.disputes.pack import dispute_pack

        assert self.photos is not None, "this shop was built without a folder for photos"
        return dispute_pack(self.db, self.photos, case_no, self.clock())

    def tick(self, now: Optional[datetime] = None) -> List[Fired]:
        """Fires due clocks and carries out queued effects; returns what happened."""
        now = now or self.clock()
        policy = self.policy.current()
        fired = carry_out(self.db, self.gateway, policy, now)
        fired += fire(self.db, policy, now)
        if self.photos and any(item.kind == "photo_retention" for item in fired):
            with self.db.read() as session:
                kept = kept_files(session)
            self.photos.sweep(kept)
        for item in fired:
            if item.conversation_id:
                for listener in self.listeners:
                    listener(item.conversation_id)
        return fired

    def lexicon(self) -> Dict[str, Dict[str, str]]:
        """The names that the understanding must know, by kind: what is typed -> what is meant."""
        with self.db.read() as session:
            return lexicon(session)

    def catalogue_version(self) -> str:
        """Changes with every import; "" before the first."""
        return self.setting(VERSION)

    def setting(self, name: str) -> str:
        """A value of the shop, "" where there is none."""
        with self.db.read() as session:
            query = select(ShopSetting.value).where(ShopSetting.name == name)
            found: Any = session.execute(query).scalar_one_or_none()
            return str(found or "")
