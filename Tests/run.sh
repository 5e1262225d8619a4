#!/usr/bin/env bash
# All tests, built once: the debug build for the suites, the release binary for what is measured on
# the real thing.
set -euo pipefail
cd "$(dirname "$0")/.."

bash Tests/install.sh tests
bash Tests/install.sh promtool
bash Tests/install.sh mail
python3 dist/models.py --folder .build/test-models ||
  echo "NOT RUN: what needs the sentence encoder, which could not be fetched"
swift build --build-tests
swift build -c release --product replyd
swift build -c release --product LoopbackMastodon
export REPLYD_RELEASE="$PWD/.build/release"
export REPLYD_PLANTED="$PWD/.build/debug/PlantedBugs"

bash Tests/templates.sh
python3 Tests/Embedding/models_test.py
MODELS=.build/test-models bash Tests/Embedding/embedding.sh built

# What starts daemons and servers goes one by one: on few cores the simulations would starve it.
processes='PluginHostingTests|SoakTests|TortureTests|CommandTests|CrashTests|ConnectorTests|ConsoleTests'
processes+='|RealMailTests'
swift test --skip-build --disable-xctest --skip "$processes"
# Two at a time: they wait for each other's clocks more than for the cores. The bundle itself is run,
# since two `swift test` at once lock each other out of the build's database.
lane() { .build/debug/replydPackageTests.xctest --testing-library swift-testing --no-parallel "$@"; }
others=$(mktemp)
trap 'rm -f "$others"' EXIT
lane --filter "$processes" --skip CommandTests >"$others" 2>&1 &
second=$!
status=0
lane --filter CommandTests || status=$?
wait "$second" || status=$?
cat "$others"
exit "$status"
