"""What is sent: the mix, every text once, the same messages at both places."""

from __future__ import annotations

import pytest

from bench.measure import EARLY, LATE, TURNS, WARMING, window
from bench.stock_project import EXAMPLES
from bench.traffic import MIX, WINDOW, Traffic, conversations, long_conversation, messages
from xiaoer.nlu.corpus import read


def test_the_mix_is_the_shops() -> None:
    by_kind = messages()
    total = sum(len(texts) for texts in by_kind.values())

    assert total == 120
    assert {kind: 100 * len(texts) / total for kind, texts in by_kind.items()} == MIX


def test_no_message_is_said_twice_or_learnt_from() -> None:
    said = [text for texts in messages().values() for text in texts]
    learnt = {example.text for example in read(EXAMPLES)}

    assert len(set(said)) == len(said)
    assert not learnt & set(said)


def test_a_run_never_sends_an_unseen_text_twice() -> None:
    traffic = Traffic(messages())
    needed = WARMING + (1 * 24 + 8 * 3 + 32) * TURNS
    texts = traffic.unseen(needed)

    assert len(set(texts)) == needed


def test_every_round_of_texts_keeps_the_mix() -> None:
    traffic = Traffic(messages())
    first, second = traffic.unseen(120), traffic.unseen(120)

    assert set(first) == set(traffic.plain)
    assert all(any(text in said for text in traffic.plain) for said in second)


def test_texts_run_out_with_an_error() -> None:
    with pytest.raises(ValueError, match="unseen texts are left"):
        Traffic({"a": ["在吗"]}).unseen(100)


def test_conversations_have_their_turns_and_names_of_their_own() -> None:
    talks = conversations("x", [str(n) for n in range(12)], 5)

    assert [talk.texts for talk in talks] == [tuple("01234"), tuple("56789")]
    assert len({talk.id for talk in talks}) == 2


def test_early_and_late_windows_say_the_same() -> None:
    texts = tuple(f"text {n}" for n in range(30))
    talk = long_conversation("long", texts, (EARLY, LATE))
    times = [float(turn) for turn in range(1, len(talk.texts) + 1)]

    early, late = window(times, EARLY), window(times, LATE)
    assert len(early) == len(late) == WINDOW
    assert min(early) <= EARLY <= max(early)
    assert min(late) <= LATE <= max(late)

    def said(turns: list[float]) -> list[str]:
        return [talk.texts[int(turn) - 1] for turn in turns]

    assert said(early) == said(late) == list(texts[:WINDOW])
