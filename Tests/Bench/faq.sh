#!/usr/bin/env bash
# The FAQ's index over 10,000 questions, beside tantivy and bm25s in the same run. Needs the
# labelled data: DATA=../shared/data.
set -euo pipefail
cd "$(dirname "$0")/../.."

data=${DATA:-../shared/data}
[ -d "$data/faq" ] || { echo "the FAQ's index is not measured: no labelled data in $data"; exit 0; }
swift build -c release --product FAQBench
questions=$data/faq/bank77-train.jsonl queries=$data/faq/bank50-valid.jsonl
echo "$(wc -l < "$questions") questions, $(wc -l < "$queries") queries one by one"
echo "FAQBench, one core:"
taskset -c 0 .build/release/FAQBench "$questions" "$queries"
echo "FAQBench, all cores:"
.build/release/FAQBench "$questions" "$queries"
python=.build/faq-venv/bin/python
if [ ! -x $python ]; then
  python3 -m venv .build/faq-venv && $python -m pip install -q tantivy bm25s
fi
taskset -c 0 $python Tests/Bench/faq_rate.py "$questions" "$queries"
