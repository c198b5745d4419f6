"""No string whatever makes the reading, the entities or the understanding fail."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.nlu.conftest import Parse
from xiaoer.nlu.entities import extract
from xiaoer.nlu.lexicon import LexiconFile
from xiaoer.nlu.reading import read
from xiaoer.nlu.tagger import Tagger

#: What trips regular expressions and number readers, beside everything that Unicode has.
PIECES = [
    "有货吗", "第", "二", "百", "亿", "半打", "1.", "..", "-", "¥", "块", "毛", "165", "/", "110斤",
    "XE", "[图片", "https://", "👨\u200d👩", "\ud83d", "\x00", "\u200b", "٣", "²", "５", "㎏", "月",
]  # fmt: skip

any_text = st.one_of(
    st.text(st.characters(), max_size=60),
    st.lists(st.sampled_from(PIECES), max_size=25).map("".join),
)


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return Tagger(LexiconFile())


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=any_text)
def test_entities_never_fail(tagger: Tagger, text: str) -> None:
    reading = read(text)
    for span in extract(reading, tagger.names(reading.folded)):
        assert 0 <= span.start < span.end <= len(text)
        assert span.as_dict(text)["text"] == text[span.start : span.end]


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=any_text)
def test_understanding_never_fails(parse: Parse, text: str) -> None:
    result = parse(text)
    assert result["doubt"] in ("sure", "unsure", "none")
    assert bool(result["requests"]) == (result["doubt"] == "sure")


@pytest.mark.parametrize(
    "text", ["有货吗" * 3_400, "长" * 10_000, "😀" * 10_000, "1" * 10_000, "a1,-" * 2_500]
)
def test_ten_thousand_characters(parse: Parse, text: str) -> None:
    assert parse(text)["doubt"] in ("sure", "unsure", "none")
