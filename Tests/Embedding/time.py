#!/usr/bin/env python3
"""How long the reference takes for the same texts: PyPI's onnxruntime and tokenizers, one thread.

usage: time.py MODELS TEXTS
"""
import json
import pathlib
import sys
import time

import numpy
import onnxruntime
from tokenizers import BertWordPieceTokenizer

models = pathlib.Path(sys.argv[1])
texts = [json.loads(line) for line in open(sys.argv[2])]
tokenizer = BertWordPieceTokenizer(str(models / "vocab.txt"), lowercase=True)
tokenizer.enable_truncation(256)
options = onnxruntime.SessionOptions()
options.intra_op_num_threads = 1
session = onnxruntime.InferenceSession(str(models / "model.onnx"), options)
took = []
for text in texts:
    start = time.perf_counter()
    ids = numpy.array([tokenizer.encode(text).ids])
    output = session.run(None, {"input_ids": ids, "attention_mask": numpy.ones_like(ids),
                                "token_type_ids": numpy.zeros_like(ids)})[0][0].mean(0)
    output /= numpy.linalg.norm(output)
    took.append((time.perf_counter() - start) * 1000)
took.sort()
print(json.dumps({"PyPI's onnxruntime: p50 ms": took[len(took) // 2],
                  "p99 ms": took[len(took) * 99 // 100], "mean ms": sum(took) / len(took)}))
