#!/usr/bin/env bash
# Throughput of each stage and of the pipeline on one core, and of the whole, durably, on the cores
# it shares with the test server; how long a customer waits, the start, memory, and where the
# processor time goes. Prints a table and writes .build/bench.json.
set -euo pipefail
cd "$(dirname "$0")/.."

for product in replyd LoopbackMastodon EndToEndBench; do
  swift build -c release --product "$product"
done
bin=.build/release
export REPLYD_RELEASE="$PWD/$bin"

# opsdroid, of another kind but the daemon people run today: its own environment, kept in .build.
others=.build/bench-others.json
echo '{}' > $others
python=.build/bench-venv/bin/python
if [ ! -x $python ]; then
  python3 -m venv .build/bench-venv && $python -m pip install -q 'setuptools<80' opsdroid || true
fi
if $python -c 'import opsdroid' 2> /dev/null; then
  MESSAGES="${MESSAGES:-20000}" $python Tests/Bench/opsdroid_rate.py > $others
else
  echo "opsdroid is not measured: PyPI does not answer, or python3-venv is missing"
fi

# A stage in Python, and one that says nothing, on one core together with who asks them.
taskset -c 0 $bin/replyd bench --config Tests/Bench/programs.json --json > .build/bench-programs.json
/usr/bin/python3 - $others .build/bench-programs.json << 'PYTHON'
import json, sys
others, programs = (json.load(open(name)) for name in sys.argv[1:])
others["exec.python"] = programs["stage.toxicity"]
others["exec.overhead"] = {"value": round(1e6 / programs["stage.echo"]["value"], 1), "unit": "µs/message"}
json.dump(others, open(sys.argv[1], "w"))
PYTHON

rm -f .build/bench.perf
$bin/replyd bench --json > .build/bench-stages.json
$bin/EndToEndBench --stages .build/bench-stages.json --output .build/bench.json \
  --others $others --messages "${MESSAGES:-20000}" --seconds "${SECONDS_OF_LOAD:-20}"

# A hint where the time goes, below the parts.
if [ -f .build/bench.perf ]; then
  echo "profile of the daemon (perf report -i .build/bench.perf):"
  perf report -i .build/bench.perf --stdio --no-children -g none --sort dso,sym \
    --percent-limit 1 2> /dev/null |
    grep -v '^#' | grep -v '^$' | head -25 || true
fi

bash Tests/Bench/faq.sh
taskset -c 0 /usr/bin/python3 Tests/Bench/crisis.py $bin/replyd

python3 Tests/Console/large_inbox.py --replyd $bin/replyd

python3 Tests/Bench/mailboxes.py $bin/replyd
