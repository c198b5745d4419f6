"""One spelling out of many, with the original's offsets."""

from __future__ import annotations

import pytest

from xiaoer.nlu.clauses import MAX_CLAUSE, MAX_CLAUSES, split
from xiaoer.nlu.normalise import MAX_CHARACTERS, fold
from xiaoer.nlu.reading import embedded_pieces, read


@pytest.mark.parametrize(
    ("original", "cleaned"),
    [
        ("請問這個有貨嗎", "请问这个有货吗"),
        ("ＸＬ码１２３", "xl码123"),
        ("好好好好好", "好好"),
        ("在吗？？？！！！", "在吗?!"),
        ("诱惑吗", "有货吗"),
        ("包油不", "包邮不"),
        ("优惠卷怎么领", "优惠券怎么领"),
        ("肿么还没发", "怎么还没发"),
        ("抹0", "抹零"),
        ("5r", "5元"),
        ("dd", "在吗"),
        ("亲亲亲", "亲"),
        ("👌", "好的"),
        ("👍👍", "好的 好的"),
        ("🙏", "谢谢"),
        ("有货吗❓", "有货吗 ?"),
        ("有\u200b货\ufe0f吗", "有货吗"),
        ("第一行\n第二行", "第一行 第二行"),
        ("[图片]这个有吗", "这个有吗"),
        ("https://a.example.com/1 有货吗", "有货吗"),
        ("528800123456有货吗", "有货吗"),
        ("<b>发票</b>", "发票"),
        ("", ""),
        (" \t\n", ""),
        ("\ud83d", ""),
        ("\x00\x07", ""),
    ],
)
def test_clean(original: str, cleaned: str) -> None:
    assert read(original).text == cleaned


@pytest.mark.parametrize(
    "word", ["快递到了", "顺风车", "收获很多", "通货膨胀", "推货车", "什么时候"]
)
def test_right_words_stay(word: str) -> None:
    assert read(word).text == word


@pytest.mark.parametrize("original", ["親，１２件㎏ﬁ", "a\ud800b", "👨‍👩‍👧", "x" * 10_000])
def test_folding_keeps_every_place(original: str) -> None:
    assert len(fold(original)) == min(len(original), MAX_CHARACTERS)


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("有赠品吗,今天能发不", ["有赠品吗", "今天能发不"]),
        ("有赠品吗今天能发不", ["有赠品吗", "今天能发不"]),
        ("165 110斤穿什么码", ["165 110斤穿什么码"]),
        ("1.65米的能穿吗", ["1.65米的能穿吗"]),
        ("还有什么颜色吗", ["还有什么颜色吗"]),
        ("L", ["L"]),
        ("", []),
        ("。。。", []),
    ],
)
def test_clauses(text: str, clauses: list[str]) -> None:
    assert [text[start:end] for start, end in split(text)] == clauses


def test_the_embedding_sees_little_of_a_long_message() -> None:
    for text in ("长" * 10_000, "很长的一句话，" * 1_500, "a b " * 2_500):
        for part in read(text).parts:
            pieces = embedded_pieces(part)
            assert len(pieces) <= MAX_CLAUSES
            assert all(len(piece) <= MAX_CLAUSE for piece in pieces)
