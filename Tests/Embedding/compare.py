#!/usr/bin/env python3
"""Compares the sentence encoder with its reference programs, in one run: the pieces of 10,000 texts in
20 languages with Hugging Face's `tokenizers`, the vectors of 1,000 with PyPI's `onnxruntime`.

usage: compare.py PROBE MODELS DATA
"""
import json
import pathlib
import random
import subprocess
import sys
import tempfile

import numpy
import onnxruntime
from tokenizers import BertWordPieceTokenizer

probe, models, data = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
LANGUAGES = "en de fr es it pt nl sv pl cs ru uk el tr ar he hi th ja zh ko vi".split()
ODD = [
    "😀", "👩‍👩‍👧", "🇩🇪", "👍🏽", "☕️", "\u0000", "\u0007", "\u200b", "\u200d", "\ufeff", "\u00ad",
    "\ufffd", "\ue000", "\u0301", "\u2028", "\u00a0", "\u3000", "\t", "\r\n", "İ", "ß", "ﬁ", "Ａ", "①",
    "ǅ", "Σ", "가", "漢", "\U00020000", "\u1100\u1161", "\u0f71\u0f72", "[SEP]", "[MASK]", "##ing", "'",
    "“”", "—", "…", "$€", "x" * 101, "é" * 100, "@handle", "#tag", "https://a.example/?q=1", "\U0001fae8",
]


def sample():
    """The same texts each time: sentences of each language, odd characters put into half of them."""
    chance = random.Random(1)
    by_language = {language: [] for language in LANGUAGES}
    with open(data / "languages/identify-sentences.jsonl") as file:
        for line in file:
            row = json.loads(line)
            if row["language"] in by_language:
                by_language[row["language"]].append(row["text"])
    by_language = {language: texts for language, texts in by_language.items() if texts}
    each = -(-9_000 // len(by_language))
    texts = [chance.choice(texts) for texts in by_language.values() for _ in range(each)][:9_000]
    with open(data / "faq/bank77-train.jsonl") as file:
        texts += [json.loads(line)["text"] for line in file][:1_000]
    for index in range(0, len(texts), 2):
        characters = list(texts[index])
        for _ in range(chance.randint(1, 6)):
            characters.insert(chance.randint(0, len(characters)), chance.choice(ODD))
        texts[index] = "".join(characters)
    texts[:4] = ["", " \t\n", "x" * 65536, "漢字 " * 16384]
    # Every character that Unicode knows, and those that it does not, a few hundred a text.
    every = [chr(code) for code in range(1, 0x110000) if not 0xD800 <= code < 0xE000]
    every = ["".join(f" a{c}b" for c in every[first:first + 50]) for first in range(0, 0x32000, 50)]
    return len(by_language), texts, every


def run(mode, texts):
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as file:
        file.writelines(json.dumps(text) + "\n" for text in texts)
        file.flush()
        return subprocess.run([probe, mode, models, file.name], check=True, capture_output=True).stdout


def same_pieces(name, texts, tokenizer):
    ours = [json.loads(line) for line in run("pieces", texts).splitlines()]
    reference = [encoding.ids for encoding in tokenizer.encode_batch(texts)]
    different = [number for number in range(len(texts)) if ours[number] != reference[number]]
    print(f"pieces of {len(texts)} {name}: {len(different)} differ from tokenizers")
    for number in different[:3]:
        print(f"  {texts[number][:200]!r}\n  {ours[number][:60]}\n  {reference[number][:60]}")
    return not different


def same_vectors(texts, tokenizer):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(models / "model.onnx"), options)
    inputs = {value.name for value in session.get_inputs()}
    facts = json.loads((models / "encoder.json").read_text())
    reference = []
    for text in texts:
        encoding = tokenizer.encode(facts.get("prefix", "") + text)
        ids = numpy.array([encoding.ids])
        given = {"input_ids": ids, "attention_mask": numpy.ones_like(ids),
                 "token_type_ids": numpy.zeros_like(ids)}
        output = session.run(None, {name: given[name] for name in inputs})[0][0]
        vector = output.mean(0) if facts.get("pooling", "mean") == "mean" else output[0]
        reference.append(vector / numpy.linalg.norm(vector))
    one_by_one = numpy.frombuffer(run("singles", texts), numpy.float32).reshape(len(texts), -1)
    batches = numpy.frombuffer(run("vectors", texts), numpy.float32).reshape(len(texts), -1)
    far = numpy.abs(one_by_one - numpy.array(reference)).max()
    print(f"vectors of {len(texts)} texts, {facts['name']}: the numbers differ from onnxruntime "
          f"{onnxruntime.__version__} by at most {far:.1e}")
    cosine = (one_by_one * batches).sum(1).min()
    print(f"in batches: cosine with the same text alone at least {cosine:.5f}")
    return far < 1e-4 and cosine > 0.98


tokenizer = BertWordPieceTokenizer(str(models / "vocab.txt"), lowercase=True)
# What looks like a special piece in a customer's text is none.
tokenizer._tokenizer.encode_special_tokens = True
tokenizer.enable_truncation(256)
languages, texts, every = sample()
print(f"{len(texts)} texts in {languages} languages, half of them with emoji, controls and other odd ones")
fine = same_pieces("texts", texts, tokenizer)
fine &= same_pieces("texts of all characters", every, tokenizer)
fine &= same_vectors(texts[::10], tokenizer)
sys.exit(0 if fine else 1)
