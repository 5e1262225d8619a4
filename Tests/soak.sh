#!/usr/bin/env bash
# The whole daemon on release binaries. `soak.sh full`: all real messages, killed twenty times;
# `soak.sh sample`: some of them. `soak.sh endurance MINUTES`: a steady load while the config is
# reloaded, the server goes away and tokens expire.
set -euo pipefail
cd "$(dirname "$0")/.."

swift build -c release --product replyd
swift build -c release --product LoopbackMastodon
swift build --build-tests
export REPLYD_RELEASE="$PWD/.build/release"
export REPLYD_LOOPBACK_MASTODON="$REPLYD_RELEASE/LoopbackMastodon"
if [ "${1:-sample}" = endurance ]; then
  export REPLYD_ENDURANCE="${2:-60}"
  suite=EnduranceTests
else
  export REPLYD_SOAK="${1:-sample}"
  suite=SoakTests.SoakTests
fi
swift test --skip-build --disable-xctest --filter "$suite"
