#!/usr/bin/env python3
"""Cohen's kappa of the two passes over the customer turns (Cohen, 1960)."""
import json
import pathlib

here = pathlib.Path(__file__).parent
passes = [[json.loads(line) for line in open(here / f"conversations-{name}.jsonl")] for name in "ab"]
assert [row["id"] for row in passes[0]] == [row["id"] for row in passes[1]]
for label in ("intent", "wantsReply", "severity"):
    first, second = ([row[label] for row in rows] for rows in passes)
    agreed = sum(a == b for a, b in zip(first, second)) / len(first)
    chance = sum(first.count(v) * second.count(v) for v in set(first + second)) / len(first) ** 2
    print(f"{label}: agreed on {agreed:.1%}, kappa {(agreed - chance) / (1 - chance):.2f}")
