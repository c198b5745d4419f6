"""The proof that answers use facts: change any fact a reply rests on, and the reply changes.

For each scenario every entry of `facts_used` is changed in the database, in each of a few ways
that fit its column; at least one way must change the text (a threshold need not be crossed by
all). Then it is taken away (`removal`: a column that may be empty is emptied, any other fact goes
with its row). Where the text stays because other rows hold the same value, these go as well.
The reply must come without an error, must change, must not hold the value any more unless another
fact gives it, and must be one of these (`honesty`):

- it asks a question that it did not ask before;
- it hands over: into the queue, or with a case or ticket that was not opened before;
- it says what is missing: the draft noted words as said because this table or column has nothing
  (`Draft.without`), and they stand in the text;
- it says less: word by word, with whole figures, nothing that was not said before;
- it speaks of something else that is there: it rests on facts that it did not rest on before, or
  gives figures that it did not give. With the first fact still gone, changing what is new of any
  column changes the words, and every new figure changes with a fact while the rest stays.
"""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any, Iterator

import pytest
import sqlalchemy as sa

from tests.shop.replies.changing import other_values
from tests.shop.replies.honesty import is_honest
from tests.shop.replies.removal import Removal, removal_of, setting
from tests.shop.replies.scenarios import Scenario, scenarios
from tests.shop.replies.stage import Stage, restore
from xiaoer.shop.calendar import say_day, say_moment
from xiaoer.shop.clock import local
from xiaoer.shop.db.session import Database
from xiaoer.shop.money import yuan
from xiaoer.shop.orders.model import UNSHIPPED_STATES, Order
from xiaoer.shop.replies import TOPICS
from xiaoer.shop.replies.draft import FactRef, Reply

ALL = list(scenarios())
#: Answers that rest on no row of the database.
FACTLESS = {
    "affirm", "bot_challenge", "deny", "empty", "goodbye", "nlu_fallback", "out_of_scope",
    "repeat_question", "thank", "greet", "request_human", "complain_service", "threaten_dispute",
    "review_cashback",
}  # fmt: skip


@pytest.fixture(scope="module")
def theatre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """One database for all scenarios: its engine keeps the statements that it has compiled."""
    database = Database(f"sqlite:///{tmp_path_factory.mktemp('facts') / 'shop.db'}")
    yield database
    database.close()


@pytest.mark.parametrize("scenario", ALL, ids=[f"{one.intent}: {one.name}" for one in ALL])
def test_every_fact_used_matters(scenario: Scenario, theatre: Database, demo_file: Path) -> None:
    restore(theatre, demo_file)
    stage = Stage(scenario, theatre)
    outcome = stage.build()
    assert scenario.intent in outcome.answered_as, f"answered as {outcome.answered_as}"
    reply = outcome.reply
    assert all(gap.words in reply.text for gap in reply.gaps), f"unsaid: {reply.gaps}"
    assert reply.facts_used or scenario.intent in FACTLESS, f"no facts behind «{reply.text}»"
    idle = [ref for ref in reply.facts_used if not moves(stage, reply, ref)]
    assert not idle, f"«{reply.text}» does not depend on {idle}"
    faults = list(Without(stage, reply).faults())
    assert not faults, "\n".join([f"«{reply.text}»", *faults])
    assert stage.build().reply.text == reply.text, "the same facts give the same words"
    assert_decent(stage, scenario, reply.text)


def moves(stage: Stage, reply: Reply, ref: FactRef) -> bool:
    """Whether some other value of a fact changes the text."""
    return any(
        stage.build([setting(ref, value)], checked=False).reply.text != reply.text
        for value in other_values(ref, stage.value(ref))
    )


class Without:
    """The reply of a scenario with each of its facts gone."""

    def __init__(self, stage: Stage, reply: Reply) -> None:
        self.stage, self.reply = stage, reply
        self._built: dict[Removal, Reply] = {}
        #: By what is missing and what is said then: of twenty SKUs one is looked at.
        self._honest: dict[tuple[frozenset[str], str], bool] = {}

    def faults(self) -> Iterator[str]:
        """What is wrong with the replies, fact by fact."""
        for ref in self.reply.facts_used:
            value = self.stage.value(ref)
            if value is None:
                continue
            removal = self._removal_that_shows(ref, value)
            after = self.said(removal)
            if after.text == self.reply.text:
                if not says_nothing(ref, value):
                    yield f"does not change without {ref}"
            elif self._claims(ref, value, removal):
                yield f"claims {ref} = {value!r} without it: «{after.text}»"
            elif not self._is_honest(removal):
                yield f"is made up without {ref} = {value!r}: «{after.text}»"

    def said(self, removal: Removal) -> Reply:
        """The reply after a removal."""
        if removal not in self._built:
            self._built[removal] = self.stage.build(removal.changes).reply
        return self._built[removal]

    def _removal_that_shows(self, ref: FactRef, value: Any) -> Removal:
        """The fact taken away alone; while the text stays, with the rows that say the same in its
        stead (five SKUs of one price), at last with all of the kind (no order is under way).
        """
        alike, gone = self._alike(ref, self.reply), {ref}
        while True:
            removal = removal_of(*gone)
            after = self.said(removal)
            same = {
                other
                for other in {*alike, *self._alike(ref, after)}
                if self.stage.value(other) == value
            }
            if after.text != self.reply.text or gone >= {*same, *alike}:
                return removal
            gone |= same if not gone >= same else alike

    def _alike(self, ref: FactRef, reply: Reply) -> set[FactRef]:
        return {
            other
            for other in reply.facts_used
            if (other.table, other.column) == (ref.table, ref.column)
        }

    def _claims(self, ref: FactRef, value: Any, removal: Removal) -> bool:
        """Whether the value is still said, and nothing else gives it: another fact, the buyer, or
        what holds where the fact is missing.
        """
        now, after = self.stage.shop.clock(), self.said(removal)
        mine = shown(ref, value, now)
        if mine not in self.reply.text or mine not in after.text:
            return False
        given = [
            shown(other, self.stage.value(other), now)
            for other in after.facts_used
            if not removal.takes(other)
        ]
        given += [gap.words for gap in after.gaps if gap.fact in removal.names]
        return not any(mine in text for text in [*given, *self.stage.typed])

    def _is_honest(self, removal: Removal) -> bool:
        after = self.said(removal)
        known = (removal.names, after.text)
        if known not in self._honest:
            self._honest[known] = is_honest(self.stage, self.reply, removal, after)
        return self._honest[known]


def says_nothing(ref: FactRef, value: Any) -> bool:
    """Whether a fact says as much as none: 0, False, a parcel that has not left."""
    return not value or (ref.table == "shipments" and value in UNSHIPPED_STATES)


def shown(ref: FactRef, value: Any, now: datetime) -> str:
    """How a value stands in a text; something that stands in none where that is not sure."""
    if ref.column.endswith("_fen") and value is not None:
        return yuan(value)
    if isinstance(value, datetime):
        return say_moment(value, now)
    if isinstance(value, date):
        return say_day(value, local(now).date())
    return value if isinstance(value, str) and len(value) > 1 else "\0"


def assert_decent(stage: Stage, scenario: Scenario, text: str) -> None:
    """No forbidden wording, and nobody's full name, phone or street."""
    for word in stage.shop.policy.current().wording.forbidden:
        assert word not in text, f"«{text}» has the forbidden «{word}»"
    typed = "\n".join(line.text for line in scenario.lines)
    with stage.shop.db.read() as session:
        people = session.execute(sa.select(Order.receiver, Order.phone, Order.address)).all()
    for private in {value for row in people for value in row}:
        assert private not in text or private in typed, f"«{text}» gives «{private}» away"


def test_every_intent_has_a_scenario() -> None:
    internal = {"empty", "nlu_fallback", "repeat_question"}
    assert {one.intent for one in ALL} == set(TOPICS) - internal
