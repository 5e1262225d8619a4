#!/usr/bin/env bash
# The release binary, killed 2,000 times at named failpoints and at random, on bad disks, and the
# planted bugs that the harness must find. `torture.sh 100` kills as often as CI does.
set -euo pipefail
cd "$(dirname "$0")/.."

swift build -c release --product replyd
swift build -c release --product LoopbackMastodon
swift build --build-tests
export REPLYD_RELEASE="$PWD/.build/release"
export REPLYD_LOOPBACK_MASTODON="$REPLYD_RELEASE/LoopbackMastodon"
export REPLYD_PLANTED="$PWD/.build/debug/PlantedBugs"
[ "${1:-full}" = full ] && export REPLYD_TORTURE=full
swift test --skip-build --disable-xctest --filter "TortureTests|TextFuzzTests"
