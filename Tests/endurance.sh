#!/usr/bin/env bash
# A steady load on release binaries while the config is reloaded, the server goes away and tokens
# expire: `endurance.sh MINUTES`.
set -euo pipefail
cd "$(dirname "$0")/.."

swift build -c release --product replyd
swift build -c release --product LoopbackMastodon
swift build --build-tests
export REPLYD_RELEASE="$PWD/.build/release"
export REPLYD_LOOPBACK_MASTODON="$REPLYD_RELEASE/LoopbackMastodon"
export REPLYD_ENDURANCE="${1:-60}"
swift test --skip-build --disable-xctest --filter EnduranceTests
