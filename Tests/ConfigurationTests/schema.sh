#!/usr/bin/env bash
# Runs schema.py in an environment of its own, kept in .build. Without it: status 77 and why.
set -uo pipefail
cd "$(dirname "$0")/../.."

venv=.build/schema-venv
python=$venv/bin/python
if ! "$python" -c 'import jsonschema' 2> /dev/null; then
  rm -rf "$venv"
  python3 -m venv "$venv" > /dev/null 2>&1 || {
    echo "python3-venv is missing"
    exit 77
  }
  "$python" -m pip install -q --disable-pip-version-check --retries 10 --timeout 30 \
    'jsonschema>=4.18,<5' > /dev/null 2>&1 || {
    rm -rf "$venv"
    echo "PyPI does not answer"
    exit 77
  }
fi
exec "$python" Tests/ConfigurationTests/schema.py
