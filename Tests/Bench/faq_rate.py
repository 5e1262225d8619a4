#!/usr/bin/env python3
"""tantivy and bm25s on the same questions and queries as FAQBench, one core, the top five.

usage: faq_rate.py QUESTIONS QUERIES
"""
import json
import sys
import time

import bm25s
import tantivy


def texts(path):
    with open(path) as file:
        return [json.loads(line)["text"] for line in file]


def report(name, build, took):
    took.sort()
    figures = {
        "build s": round(build, 3),
        "p50 ms": round(took[len(took) // 2] * 1000, 4),
        "p99 ms": round(took[len(took) * 99 // 100] * 1000, 4),
    }
    print(f"{name}: {json.dumps(figures)}")


def timed(search, queries):
    took = []
    for query in queries:
        start = time.perf_counter()
        search(query)
        took.append(time.perf_counter() - start)
    return took


questions, queries = texts(sys.argv[1]), texts(sys.argv[2])

start = time.perf_counter()
schema = tantivy.SchemaBuilder().add_text_field("body", tokenizer_name="en_stem").build()
index = tantivy.Index(schema)
writer = index.writer(heap_size=50_000_000, num_threads=1)
for question in questions:
    writer.add_document(tantivy.Document(body=question))
writer.commit()
index.reload()
build = time.perf_counter() - start
searcher = index.searcher()
plain = ["".join(c if c.isalnum() or c == " " else " " for c in query) for query in queries]
report(
    "tantivy", build,
    timed(lambda query: searcher.search(index.parse_query(query, ["body"]), 5), plain))

start = time.perf_counter()
retriever = bm25s.BM25()
retriever.index(bm25s.tokenize(questions, stopwords=None, show_progress=False), show_progress=False)
build = time.perf_counter() - start
report(
    "bm25s", build,
    timed(
        lambda query: retriever.retrieve(
            bm25s.tokenize([query], stopwords=None, show_progress=False), k=5,
            show_progress=False, n_threads=1),
        queries))
