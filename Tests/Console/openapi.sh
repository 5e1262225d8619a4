#!/usr/bin/env bash
# Holds a running server to its OpenAPI file, with schemathesis: right and wrong data, with an admin's
# token and with a viewer's. Arguments go to openapi.py. Without schemathesis: status 77 and why.
set -uo pipefail
cd "$(dirname "$0")/../.."

version=4.32.5
venv=.build/tools/schemathesis
if ! "$venv/bin/python" -c \
  "import importlib.metadata as m, sys; sys.exit(m.version('schemathesis') != '$version')" 2>/dev/null; then
  rm -rf "$venv"
  /usr/bin/python3 -m venv "$venv" >/dev/null 2>&1 || {
    echo "NOT RUN: the API against its description: python3-venv is missing"
    exit 77
  }
  "$venv/bin/python" -m pip install -q --disable-pip-version-check --retries 10 --timeout 30 \
    "schemathesis==$version" >/dev/null 2>&1 || {
    rm -rf "$venv"
    echo "NOT RUN: the API against its description: PyPI does not answer"
    exit 77
  }
fi
exec python3 Tests/Console/openapi.py --schemathesis "$venv/bin/schemathesis" "$@"
