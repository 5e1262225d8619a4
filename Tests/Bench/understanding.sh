#!/usr/bin/env bash
# The language, sentiment and intent stages on one core, and VADER on the same messages.
set -euo pipefail
cd "$(dirname "$0")/../.."

swift build -c release --product replyd
python=.build/vader-venv/bin/python
if [ ! -x $python ]; then
  python3 -m venv .build/vader-venv && $python -m pip install -q vaderSentiment
fi
messages=config/demo/messages.jsonl
taskset -c 0 .build/release/replyd bench --config Tests/Bench/understanding.json --input $messages
taskset -c 0 $python Tests/Bench/vader_rate.py $messages
