#!/usr/bin/env bash
# Installs the Debian packages that building and testing need; says what to do where it may not.
# With `tests`, also what only tests need; with `promtool`, fetches the checker of the metrics; with
# `mail`, installs the mail servers that the tests of mail start, and leaves them stopped; with
# `matrix`, fetches the homeserver that the tests of Matrix start, into a folder that clones share.
set -euo pipefail

command -v swift >/dev/null || {
  echo "replyd needs Swift 6.2 or newer (https://www.swift.org/install/linux/): no swift on the PATH" >&2
  exit 1
}

# Prometheus' own checker is taken out of its package: nothing is installed, no server is started.
fetch_promtool() {
  local folder
  command -v promtool >/dev/null && return
  [ -x .build/tools/promtool ] && return
  folder=$(mktemp -d)
  trap 'rm -rf "$folder"' RETURN
  echo "fetching promtool"
  (cd "$folder" && apt-get download -qq prometheus) >/dev/null 2>&1 || {
    apt-get update -qq
    (cd "$folder" && apt-get download -qq prometheus) 2>/dev/null
  }
  mkdir -p .build/tools
  dpkg-deb --fsys-tarfile "$folder"/prometheus_*.deb | tar -xO ./usr/bin/promtool \
    >"$folder/promtool"
  chmod +x "$folder/promtool"
  mv "$folder/promtool" .build/tools/promtool
}
if [ "${1:-}" = promtool ]; then
  cd "$(dirname "$0")/.."
  fetch_promtool || echo "no promtool (Debian's package prometheus): the tests of the rules will not run" >&2
  exit 0
fi
if [ "${1:-}" = mail ]; then
  if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null &&
    bash "$(dirname "$0")/Servers/Mail/mail.sh" install; then
    exit 0
  fi
  echo "no Postfix and Dovecot (only root may install and start them): the tests of real mail will not run" >&2
  exit 0
fi
if [ "${1:-}" = matrix ]; then
  bash "$(dirname "$0")/Servers/Matrix/synapse.sh" install ||
    echo "NOT RUN: what needs Synapse, which could not be fetched from PyPI"
  exit 0
fi

# With `tests`, also what the plugins of the tests are written in.
wanted=${1:-}
missing=()
needs() { # needs PACKAGE TEST...
  local package=$1
  shift
  "$@" >/dev/null 2>&1 || missing+=("$package")
}
needs pkg-config command -v pkg-config
needs libcurl4-openssl-dev test -e /usr/include/x86_64-linux-gnu/curl/curl.h -o \
  -e "/usr/include/$(uname -m)-linux-gnu/curl/curl.h" -o -e /usr/include/curl/curl.h
needs libsqlite3-dev test -e /usr/include/sqlite3.h
needs libstemmer-dev test -e /usr/include/libstemmer.h
needs libsodium-dev test -e /usr/include/sodium.h
needs openssl command -v openssl
needs gzip command -v gzip
needs systemd command -v systemd-analyze
needs groff command -v groff
needs tzdata test -e /usr/share/zoneinfo/tzdata.zi
needs python3 test -x /usr/bin/python3
needs python3-dateutil /usr/bin/python3 -c "import dateutil"
needs python3-venv python3 -c "import ensurepip"
needs util-linux test -x /usr/bin/setpriv
if [ "$wanted" = tests ]; then
  needs jq command -v jq
  needs nodejs command -v node
  needs chromium command -v chromium
  needs chromium-driver command -v chromedriver
fi
[ ${#missing[@]} -eq 0 ] && exit 0

sudo=""
if [ "$(id -u)" -ne 0 ]; then
  if command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
    sudo="sudo -n"
  else
    echo "replyd needs these packages, and only root may install them. Please run:" >&2
    echo "  sudo apt-get update && sudo apt-get install -y ${missing[*]}" >&2
    exit 1
  fi
fi
command -v apt-get >/dev/null || {
  echo "replyd needs ${missing[*]} (Debian's names); this machine has no apt-get" >&2
  exit 1
}
echo "installing ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
$sudo apt-get update -qq
$sudo apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
