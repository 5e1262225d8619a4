#!/usr/bin/env python3
"""Texts a second of VADER on one core, over the messages that `replyd bench` reads."""
import json
import sys
import time

from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

rows = [json.loads(line) for line in open(sys.argv[1])]
texts = [row["text"] for row in rows if "text" in row and "id" in row]
analyzer = SentimentIntensityAnalyzer()
start = time.perf_counter()
count = 0
while time.perf_counter() - start < 2:
    for text in texts:
        analyzer.polarity_scores(text)
    count += len(texts)
print(f"VADER               {count / (time.perf_counter() - start):.0f} messages/s")
