#!/usr/bin/env bash
# The quality of the language, sentiment, intent and crisis models and of the FAQ on data they never saw,
# and the floors on the same splits. Needs the labelled data: DATA=../shared/data.
set -euo pipefail
cd "$(dirname "$0")/../.."

data=${DATA:-../shared/data}
[ -d "$data" ] || { echo "there is no labelled data in $data: set DATA" >&2; exit 1; }
python=.build/quality-venv/bin/python
if [ ! -x $python ]; then
  python3 -m venv .build/quality-venv
  $python -m pip install -q numpy scipy scikit-learn vaderSentiment pycld2
fi
models=${MODELS:-models}
for model in language sentiment sentiment-languages intent complaint-meaning crisis faq; do
  echo "== replyd train $model"
  .build/release/replyd train $model --data "$data" --encoder "$models" 2> /dev/null
done
echo "== the floors"
$python Tests/Quality/floors.py "$data"
$python Tests/Quality/faq_floors.py "$data"
echo "== severe messages written after the crisis model was frozen"
.build/release/replyd eval --stage crisis --data labels/crisis/later.jsonl --at 0.28 0.36 0.5 0.7
echo "== two brands of three neat questions an entry, half of the messages unanswerable"
for brand in fernweh tramline; do
  for folder in /nowhere "$models"; do
    REPLYD_MODELS=$folder .build/release/replyd faq eval --entries labels/faq/$brand.json \
      --data labels/faq/$brand-messages.jsonl
  done
done
echo "== intent and wantsReply of the turns labelled by hand"
python3 labels/intent/kappa.py
.build/release/replyd eval --stage intent --data "$data/conversations/support-dev.jsonl" \
  --labels labels/intent/conversations.jsonl --worst 0
echo "== a learning curve of sentiment"
for share in 0.25 0.5 1; do
  echo "share $share: $(.build/release/replyd train sentiment --data "$data" --share $share 2> /dev/null |
    grep -E 'leaving one airline out|validation: macro' | sed 's/ (floors.*//' | paste -sd ';')"
done
echo "== the volume detector on labelled series, its threshold frozen on the others"
.build/release/replyd detect --input "$data"/bursts/mentions-*.csv --windows "$data/bursts/windows.json"
echo "== simulated days: ordinary months, bursts of events that nothing was chosen on, a sale day"
python3 Tests/Quality/bursts.py
