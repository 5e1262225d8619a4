#!/usr/bin/env bash
# A second build with every bug of PlantedBug in it, chosen by an environment variable: the harness
# must find each of them, and nothing without. `planted.sh build` only builds.
set -euo pipefail
cd "$(dirname "$0")/.."

# Engine, Storage and the harness only: half a minute more than the main build.
swift build --scratch-path .build-planted --product PlantedBugs -Xswiftc -DPLANTED_BUGS
[ "${1:-}" = build ] && exit 0
swift build --build-tests
export REPLYD_PLANTED="$PWD/.build-planted/debug/PlantedBugs"
swift test --skip-build --disable-xctest --filter TortureTests.PlantedBugTests
