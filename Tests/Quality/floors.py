#!/usr/bin/env python3
"""The floors that the figures of `replyd train` stand beside, on the same splits: VADER, logistic
regression on TF-IDF of word 1-2-grams and character 3-5-grams (LR), and CLD2.

usage: floors.py DATA_FOLDER
"""
import json
import pathlib
import sys
import warnings

import numpy
import pycld2
from scipy.sparse import hstack
from sklearn.exceptions import ConvergenceWarning
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score, recall_score
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

warnings.filterwarnings("ignore", category=ConvergenceWarning)
data = pathlib.Path(sys.argv[1])
vader = SentimentIntensityAnalyzer()


def rows(name):
    with open(data / f"{name}.jsonl") as file:
        return [json.loads(line) for line in file]


def regression(train, labels, test):
    parts = [
        TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True),
        TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), min_df=3, sublinear_tf=True),
    ]
    features = hstack([part.fit_transform(train) for part in parts]).tocsr()
    model = LogisticRegression(class_weight="balanced", max_iter=100).fit(features, labels)
    return model.predict(hstack([part.transform(test) for part in parts]).tocsr())


def by_vader(texts):
    def label(text):
        score = vader.polarity_scores(text)["compound"]
        return "positive" if score >= 0.05 else "negative" if score <= -0.05 else "neutral"

    return [label(text) for text in texts]


def column(part, name):
    return [row[name] for row in part]


def macro_f1(truth, said):
    return f1_score(truth, said, average="macro")


def macro_recall(truth, said):
    return recall_score(truth, said, average="macro")


def left_out(all_rows, group, predict):
    values = []
    for name in sorted(set(column(all_rows, group))):
        test = [row for row in all_rows if row[group] == name]
        train = [row for row in all_rows if row[group] != name]
        said = predict(column(train, "text"), column(train, "label"), column(test, "text"))
        values.append(macro_f1(column(test, "label"), said))
    return numpy.mean(values)


def show(name, **values):
    print(f"{name}: " + ", ".join(f"{key} {value:.3f}" for key, value in values.items()), flush=True)


def place(text, seed=1, salt=3):
    """As TextAnalysis/Features/StablePlace.swift: FNV-1a with a multiplicative finish."""
    state, mask = 0xD6E8FEB86659FD93, (1 << 64) - 1
    for byte in seed.to_bytes(8, "little") + salt.to_bytes(8, "little") + text.encode():
        state = (state ^ byte) * 0x100000001B3 & mask
    return ((state ^ state >> 29) * 0x9E3779B97F4A7C15 & mask) >> 11


airline = rows("sentiment/airline")
show(
    "airline sentiment, leaving one airline out, macro-F1",
    VADER=left_out(airline, "brand", lambda train, labels, test: by_vader(test)),
    LR=left_out(airline, "brand", regression),
)
train, test = rows("sentiment/tweets-train"), rows("sentiment/tweets-validation")
truth = column(test, "label")
show(
    "general posts, validation, macro-recall",
    VADER=macro_recall(truth, by_vader(column(test, "text"))),
    LR=macro_recall(truth, regression(column(train, "text"), column(train, "label"), column(test, "text"))),
)
complaints = [row for row in rows("intent/complaints") if row["domain"] != "random_tweet"]
show(
    "complaints, directed only, leaving one domain out, macro-F1",
    LR=left_out(complaints, "domain", regression),
)
for language in ("french", "german", "italian", "portuguese", "spanish"):
    train = rows(f"languages/sentiment-{language}-train")
    test = rows(f"languages/sentiment-{language}-val")
    said = regression(column(train, "text"), column(train, "label"), column(test, "text"))
    show(f"sentiment, {language}, macro-recall", LR=macro_recall(column(test, "label"), said))

left = set("bs nn xh la eo lg mi sn st tn ts".split())
names = {"no": "nb", "iw": "he", "zh-Hant": "zh", "in": "id"}
for kind in ("sentences", "word-pairs", "single-words"):
    right = count = 0
    for row in rows(f"languages/identify-{kind}"):
        if row["language"] in left or place(row["text"]) >= 0.2 * (1 << 53):
            continue
        try:
            code = pycld2.detect(row["text"], bestEffort=True)[2][0][1]
        except pycld2.error:
            code = "un"
        count += 1
        right += names.get(code, code) == row["language"]
    show(f"language of {kind}, accuracy", CLD2=right / count)
