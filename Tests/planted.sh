#!/usr/bin/env bash
# Debug builds carry every bug of PlantedBug, chosen by an environment variable: the harness must find
# each of them, and nothing without.
set -euo pipefail
cd "$(dirname "$0")/.."

swift build --build-tests
export REPLYD_PLANTED="$PWD/.build/debug/PlantedBugs"
swift test --skip-build --disable-xctest --filter TortureTests.PlantedBugTests
