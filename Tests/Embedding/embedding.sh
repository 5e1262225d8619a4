#!/usr/bin/env bash
# The sentence encoder beside its reference programs, in one run; with `time`, also how long it takes.
set -euo pipefail
cd "$(dirname "$0")/../.."

models=${MODELS:-models}
data=${DATA:-../shared/data}
if [ ! -e "$models/encoder.json" ]; then
  echo "NOT RUN: the comparison of the sentence encoder: no encoder in $models"
  exit 0
fi
if [ ! -d "$data" ]; then
  echo "NOT RUN: the comparison of the sentence encoder: no labelled data in $data"
  exit 0
fi
venv=.build/embedding-venv
if [ ! -e "$venv/complete" ]; then
  rm -rf "$venv"
  python3 -m venv "$venv"
  "$venv/bin/pip" -q install onnxruntime==1.31.1 tokenizers==0.23.3 numpy==2.4.6
  touch "$venv/complete"
fi
probe=.build/debug/EncoderProbe
[ "${1:-}" = built ] || swift build --product EncoderProbe
"$venv/bin/python" Tests/Embedding/compare.py "$probe" "$models" "$data"
[ "${1:-}" = built ] && exit 0

texts=$(mktemp)
trap 'rm -f "$texts"' EXIT
"$venv/bin/python" - "$data/faq/bank77-train.jsonl" >"$texts" <<'END'
import json
import sys

with open(sys.argv[1]) as file:
    rows = [json.loads(line)["text"] for line in file][::10]
print("\n".join(json.dumps(text) for text in rows))
END
echo "questions of bank customers, one thread, one by one and in batches:"
"$probe" time "$models" "$texts"
"$venv/bin/python" Tests/Embedding/time.py "$models" "$texts"
