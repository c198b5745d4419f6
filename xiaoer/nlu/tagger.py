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


class Tagger:
    """Segments text and finds the lexicon's names in it.

    The segmenter is an own instance, as user words of the module-wide one would leak into every
    other user of jieba in the process. It keeps the names whole, which is also what stops a
    short name from being found across the border of two words.
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
        self._refresh()
        doc: Any = self._nlp(folded[:_LONGEST])
        for found in doc.ents:
            alias = found.text.lower()
            name = self._names.get(found.label_, {}).get(alias)
            if name is not None:
                value = found.text if found.label_ == "product" else name
                rank = 4 if found.label_ == "product" else 5
                yield Span(found.label_, value, found.start_char, found.end_char, rank)

    def _refresh(self) -> None:
        with self._lock:
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
