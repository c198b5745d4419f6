"""Finds the lexicon's names: spaCy's blank Chinese with jieba and an entity ruler."""

from __future__ import annotations

import logging
import threading
from typing import Any, Iterator

import jieba
import spacy

from xiaoer.nlu import wordlists
from xiaoer.nlu.lexicon import LexiconFile, Names
from xiaoer.nlu.spans import Span

jieba.setLogLevel(logging.WARNING)

#: Longest message that is segmented, in characters.
_LONGEST = 600
#: How strongly names hold together; 中通行吗 must not become 通行.
_NAME_WEIGHT = 2_000
_CARRIER_WEIGHT = 50_000
#: A name of one character gives way to all else: 3包 is a count, even in a shop of bags.
_LAST = 8
#: Two names of places make a word of at least so many characters.
_SHORTEST_TWO = 4
#: What ends the official names of places that the lexicon does not have: 上海市浦东新区.
_OFFICIAL = "区县市镇乡州旗盟"


def _lower(character: str) -> str:
    """The character in lower case where that is one character too: offsets must hold."""
    lower = character.lower()
    return lower if len(lower) == 1 else character


class Tagger:
    """Segments text and finds the lexicon's names in it.

    The segmenter is an own instance, as user words of the module-wide one would leak into every
    other user of jieba in the process. It keeps the names whole, which is also what stops a
    short name from being found across the border of two words. Safe to use from several threads.
    """

    def __init__(self, lexicon: LexiconFile | None = None) -> None:
        self._lexicon = lexicon or LexiconFile.from_environment()
        self._lock = threading.Lock()
        self._added: set[str] = set()
        self._names: Names = {}
        self._words = jieba.Tokenizer()
        for word in wordlists.words("words"):
            self._words.add_word(word)
        self._nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"segmenter": "jieba"}}})
        self._nlp.tokenizer.jieba_seg = self._words
        self._refresh()

    def names(self, folded: str) -> Iterator[Span]:
        """Yields goods, carriers, colours and regions; the offsets are those of `folded`."""
        with self._lock:
            self._refresh()
            # Segmented in lower case, as the names are: 重磅T恤 is one word only as 重磅t恤.
            doc: Any = self._nlp("".join(map(_lower, folded[:_LONGEST])))
        for found in doc.ents:
            name = self._names.get(found.label_, {}).get(found.text)
            start, end = found.start_char, found.end_char
            if found.label_ != "product" and name is not None:
                yield Span(found.label_, name, start, end)
            elif name is not None:
                yield Span(
                    "product", folded[start:end], start, end, 4 if end - start > 1 else _LAST
                )
        for token in doc:
            if not token.ent_type_:
                yield from self._inside(token.text, token.idx)

    def _inside(self, word: str, start: int) -> Iterator[Span]:
        """The names in a word that is none of them itself."""
        if len(word) >= _SHORTEST_TWO:
            yield from self._places(word, start)
        end = start + len(word)
        # A word that the segmenter guessed: 这鞋. Those that it knows (小鞋) mean something else.
        if len(word) > 1 and word[-1] in self._names["product"] and word not in self._words.FREQ:
            yield Span("product", word[-1], end - 1, end, _LAST)

    def _places(self, word: str, start: int) -> Iterator[Span]:
        """The regions in a word of the segmenter's own that is made of them: 广西北海."""
        names, found, place = self._names["region"], [], 0
        while place < len(word):
            ends = (end for end in range(len(word), place + 1, -1) if word[place:end] in names)
            end = next(ends, None)
            if end is None:
                break
            found.append(Span("region", names[word[place:end]], start + place, start + end))
            place = end
        if place == len(word) or word[-1] in _OFFICIAL:
            yield from found

    def _refresh(self) -> None:
        names = self._lexicon.changed()
        if names is not None:
            self._load(names)

    def _load(self, names: Names) -> None:
        lowered = {kind: {a.lower(): n for a, n in table.items()} for kind, table in names.items()}
        wanted = {alias for table in lowered.values() for alias in table}
        for word in self._added - wanted:
            self._words.del_word(word)
        for word in wanted:
            least = _CARRIER_WEIGHT if word in lowered["carrier"] else _NAME_WEIGHT
            self._words.add_word(word, freq=max(self._words.suggest_freq(word), least))
        self._added = wanted
        if "entity_ruler" in self._nlp.pipe_names:
            self._nlp.remove_pipe("entity_ruler")
        ruler: Any = self._nlp.add_pipe(
            "entity_ruler", config={"phrase_matcher_attr": "LOWER", "overwrite_ents": True}
        )
        ruler.add_patterns(
            [
                {"label": kind, "pattern": alias}
                for kind, table in lowered.items()
                for alias in table
            ]
        )
        self._names = lowered
