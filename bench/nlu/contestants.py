"""What is compared. Each is trained once and then asked one message at a time, as in a chat."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import numpy as np
import yaml

from bench.nlu.dataset import Labelled

#: Tells the label of a text.
Classify = Callable[[str], str]
Train = Callable[[tuple[Labelled, ...]], Classify]

#: Rasa's recommended components for Chinese; the settings are its documentation's.
STOCK_PIPELINE = [
    {"name": "JiebaTokenizer"},
    {"name": "RegexFeaturizer"},
    {"name": "LexicalSyntacticFeaturizer"},
    {"name": "CountVectorsFeaturizer"},
    {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
    {"name": "DIETClassifier", "epochs": 100},
]


def ours(messages: tuple[Labelled, ...]) -> Classify:
    """This project's: sentence vectors and characters, kernel ridge regression."""
    from xiaoer.nlu.embedding import embedder
    from xiaoer.nlu.model import IntentModel
    from xiaoer.nlu.reading import read

    texts = [read(one.text).text for one in messages]
    vectors = embedder().texts(texts)
    model = IntentModel.train(texts, vectors, [one.label for one in messages])

    def classify(text: str) -> str:
        cleaned = read(text).text
        (ranking,) = model.rankings([cleaned], embedder().texts([cleaned]))
        return next(iter(ranking))

    return classify


def stock(messages: tuple[Labelled, ...]) -> Classify:
    """Stock Rasa's recommended Chinese pipeline: jieba, counts, DIET, 100 epochs."""
    from rasa.core.agent import Agent
    from rasa.model_training import train_nlu

    folder = Path(mkdtemp(prefix="bench-nlu-"))
    # Rasa's names of intents may not hold its own separators.
    names = {
        f"i{number}": label for number, label in enumerate(sorted({m.label for m in messages}))
    }
    numbers = {label: name for name, label in names.items()}
    groups: dict[str, list[str]] = {}
    for one in messages:
        groups.setdefault(numbers[one.label], []).append(_plain(one.text))
    data = {
        "version": "3.1",
        "nlu": [
            {"intent": name, "examples": "".join(f"- {text}\n" for text in texts)}
            for name, texts in groups.items()
        ],
    }
    (folder / "nlu.yml").write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    config = {"recipe": "default.v1", "assistant_id": "bench", "language": "zh"}
    config["pipeline"] = STOCK_PIPELINE  # type: ignore[assignment]
    (folder / "config.yml").write_text(yaml.safe_dump(config), encoding="utf-8")
    model = train_nlu(str(folder / "config.yml"), str(folder / "nlu.yml"), str(folder))
    agent = Agent.load(model)
    loop = asyncio.new_event_loop()

    def classify(text: str) -> str:
        parsed = loop.run_until_complete(agent.parse_message(text))
        return names.get(parsed["intent"]["name"], "")

    return classify


def _plain(text: str) -> str:
    """Without what Rasa's data format would read as markup."""
    return re.sub(r"[\[\](){}\s]+", " ", text).strip() or "-"


def characters(messages: tuple[Labelled, ...]) -> Classify:
    """Baseline: TF-IDF of characters 1–4, logistic regression."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    features = TfidfVectorizer(analyzer="char", ngram_range=(1, 4), sublinear_tf=True)
    return _baseline(messages, features, LogisticRegression(C=10, max_iter=1000))


def words(messages: tuple[Labelled, ...]) -> Classify:
    """Baseline: TF-IDF of jieba words 1–2, linear support vector machine."""
    import jieba
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.svm import LinearSVC

    features = TfidfVectorizer(
        tokenizer=jieba.lcut, token_pattern=None, ngram_range=(1, 2), sublinear_tf=True
    )
    return _baseline(messages, features, LinearSVC(C=1.0))


def _baseline(messages: tuple[Labelled, ...], features: Any, model: Any) -> Classify:
    matrix = features.fit_transform([one.text for one in messages])
    model.fit(matrix, np.array([one.label for one in messages]))
    return lambda text: str(model.predict(features.transform([text]))[0])


CONTESTANTS: dict[str, Train] = {
    "ours": ours,
    "stock": stock,
    "characters": characters,
    "words": words,
}
