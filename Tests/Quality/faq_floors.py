#!/usr/bin/env python3
"""Floors that the figures of `replyd train faq` stand beside: logistic regression (LR) on TF-IDF of
word 1-2-grams and character 3-5-grams, on the same folds; and plain TF-IDF's nearest question on the
two brands of labels/faq.

usage: faq_floors.py DATA_FOLDER
"""
import json
import pathlib
import sys
import warnings

import numpy
from scipy.sparse import hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import matthews_corrcoef

warnings.filterwarnings("ignore")
data = pathlib.Path(sys.argv[1]) / "faq"
MASK = (1 << 64) - 1


def rows(path):
    with open(path) as file:
        return [json.loads(line) for line in file]


def place(text, seed=1, salt=4):
    """StablePlace.of: FNV-1a with a multiplicative finish."""
    state = 0xD6E8_FEB8_6659_FD93
    for byte in seed.to_bytes(8, "little") + salt.to_bytes(8, "little") + text.encode():
        state = (state ^ byte) * 0x0000_0100_0000_01B3 & MASK
    mixed = (state ^ state >> 29) * 0x9E37_79B9_7F4A_7C15 & MASK
    return (mixed >> 11) / (1 << 53)


def chances(train, test, strength):
    parts = [
        TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True),
        TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True),
    ]
    texts = [row["text"] for row in train]
    features = hstack([part.fit_transform(texts) for part in parts]).tocsr()
    model = LogisticRegression(C=strength, max_iter=100)
    model.fit(features, [row["entry"] for row in train])
    asked = hstack([part.transform([row["text"] for row in test]) for part in parts]).tocsr()
    return model.classes_, model.predict_proba(asked)


def few(questions, count):
    by_entry = {}
    for row in sorted(questions, key=lambda row: place(row["text"])):
        by_entry.setdefault(row["entry"], []).append(row)
    return [row for entry in sorted(by_entry) for row in by_entry[entry][:count]]


def truth(part):
    return numpy.array([row["entry"] or "" for row in part])


bank = rows(data / "bank77-train.jsonl")
for count, folds in ((10, range(5)), (1000, range(1))):
    for strength in (1, 10):
        right = []
        for fold in folds:
            test = [row for row in bank if int(place(row["text"]) * 5) == fold]
            train = few([row for row in bank if int(place(row["text"]) * 5) != fold], count)
            names, found = chances(train, test, strength)
            right.append((names[found.argmax(1)] == truth(test)).mean())
        print(f"bank77-train, {count} an entry, {len(right)} folds, LR C={strength}: "
              f"accuracy {numpy.mean(right):.3f}")

shop = rows(data / "shop-queries.jsonl")
names, found = chances(rows(data / "shop-train.jsonl"), shop, 10)
said, sure = names[found.argmax(1)], found.max(1)
best = max(matthews_corrcoef(truth(shop), numpy.where(sure >= limit, said, ""))
           for limit in numpy.unique(sure))
print(f"shop, LR C=10 at the threshold that is best on these very messages: correlation {best:.3f}")

inside, outside = rows(data / "assistant150-val.jsonl"), rows(data / "assistant150-oos_val.jsonl")
names, found = chances(rows(data / "assistant150-train.jsonl"), inside + outside, 1)
right, sure = names[found.argmax(1)] == truth(inside + outside), found.max(1)
count = len(inside)
limit = next(limit for limit in numpy.sort(sure[:count])[::-1]
             if (right & (sure >= limit))[:count].mean() >= right[:count].mean() - 0.02)
print(f"assistant, 150 entries, LR C=1: accuracy {right[:count].mean():.3f}; at a threshold that "
      f"gives up 2 points: answered rightly {(right & (sure >= limit))[:count].mean():.3f}, silent "
      f"{(sure[count:] < limit).mean():.3f}")

for brand in ("fernweh", "tramline"):
    folder = pathlib.Path("labels/faq")
    entries = json.load(open(folder / f"{brand}.json"))["entries"]
    questions = [(entry["id"], text) for entry in entries for text in entry["questions"]]
    asked = [row for row in rows(folder / f"{brand}-messages.jsonl") if row["entry"]]
    part = TfidfVectorizer(sublinear_tf=True)
    known = part.fit_transform([text for _, text in questions])
    near = (part.transform([row["text"] for row in asked]) @ known.T).toarray().argmax(1)
    print(f"{brand}, plain TF-IDF: accuracy "
          f"{numpy.mean([questions[n][0] == row['entry'] for n, row in zip(near, asked)]):.3f}")
