#!/usr/bin/env bash
# All tests, built once: the debug build for the suites, the release binary for what is measured on
# the real thing. The release build has what the tests leave of the cores.
set -euo pipefail
cd "$(dirname "$0")/.."

for what in tests promtool mail matrix; do bash Tests/install.sh "$what"; done
python3 dist/models.py --folder .build/test-models ||
  echo "NOT RUN: what needs the sentence encoder, which could not be fetched"
swift build --build-tests
export REPLYD_RELEASE="$PWD/.build/release"
export REPLYD_PLANTED="$PWD/.build/debug/PlantedBugs"

folder=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null || true; rm -rf "$folder"' EXIT
{
  nice -n 19 swift build -c release --product replyd &&
    nice -n 19 swift build -c release --product LoopbackMastodon
} >"$folder/release" 2>&1 &
release=$!

# The bundle itself is run, since `swift test` would wait for the build.
suites() { .build/debug/replydPackageTests.xctest --testing-library swift-testing "$@"; }
lane() { suites --no-parallel "$@"; }
# What starts daemons and servers goes one by one: on few cores the simulations would starve it.
real='EmailContractTests|EmailConnectorTests|MatrixServerTests|RealMailTests|RealIMAPTests'
servers='PluginHostingTests|CrashTests|ConnectorTests|ConsoleTests|PlatformMockTests'
daemons='SoakTests|TortureTests'

python3 Tests/Embedding/models_test.py
MODELS=.build/test-models bash Tests/Embedding/embedding.sh built
suites --skip "$real|$servers|$daemons|CommandTests"

# Three at a time: they wait for each other's clocks more than for the cores.
lane --filter "$real" >"$folder/real" 2>&1 &
third=$!
(
  lane --filter "$servers" --skip "CommandTests|$real" || exit 1
  while kill -0 "$release" 2>/dev/null; do sleep 1; done
  lane --filter "$daemons" --skip CommandTests
) >"$folder/second" 2>&1 &
second=$!
status=0
wait "$release" || status=$?
cat "$folder/release"
[ "$status" = 0 ] || exit "$status"
lane --filter CommandTests || status=$?
wait "$second" || status=$?
wait "$third" || status=$?
cat "$folder/second" "$folder/real"
bash Tests/templates.sh || status=$?
exit "$status"
