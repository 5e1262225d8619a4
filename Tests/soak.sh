#!/usr/bin/env bash
# The main job on real messages, with release binaries: `soak.sh full` takes all and kills twenty
# times, `soak.sh` a sample.
set -euo pipefail
cd "$(dirname "$0")/.."

swift build -c release --product replyd
swift build -c release --product LoopbackMastodon
swift build --build-tests
export REPLYD_RELEASE="$PWD/.build/release"
export REPLYD_LOOPBACK_MASTODON="$REPLYD_RELEASE/LoopbackMastodon"
export REPLYD_SOAK="${1:-sample}"
swift test --skip-build --disable-xctest --filter SoakTests.SoakTests
