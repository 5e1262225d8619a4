#!/bin/bash
# Spec-driven validating mocks: X 9101, Discord 9102, Telegram 9103, Slack 9104, X with the June-2026 spec 9105;
# others by MOCKS='discord:9202 slack:9204'. The specs are in $MOCK_SPECS, or specs/ beside this file. usage: install|start|stop|status
set -euo pipefail
HERE=$(cd "$(dirname "$0")" && pwd); B=${SERVERS_ROOT:-${TMPDIR:-/tmp}/replyd-servers}; mkdir -p "$B"; MOCKS=${MOCKS:-x:9101 discord:9102 telegram:9103 slack:9104 x2165:9105}; V=$B/mock-venv; PID=$B/mock.pid
now(){ date +%s.%N; }; el(){ python3 -c "import sys;print('%.1f'%(float(sys.argv[2])-float(sys.argv[1])))" $1 $2; }
install(){ [ -x $V/bin/python ] || python3 -m venv $V; $V/bin/python -c 'import openapi_core, werkzeug' 2>/dev/null || nice $V/bin/pip install -q openapi-core==0.23.1 werkzeug; }
start(){ [ -f $PID ] && kill -0 $(cat $PID) 2>/dev/null && { echo "already up"; return; }; install; local s=$(now)
  setsid nohup $V/bin/python $HERE/openapi_mock.py $MOCKS >$B/mock.log 2>&1 </dev/null & echo $! >$PID
  for i in $(seq 300); do curl -fs http://127.0.0.1:${MOCKS##*:}/_mock/log >/dev/null && break; kill -0 $(cat $PID) 2>/dev/null || { tail -n 20 $B/mock.log; exit 1; }; sleep .1; done
  cat $B/mock.log; echo "start_s=$(el $s $(now)) rss_kb=$(awk '/VmRSS/{print $2}' /proc/$(cat $PID)/status) pid=$(cat $PID)"; }
stop(){ [ -f $PID ] || { echo "not running"; return; }; local p=$(cat $PID); kill -TERM $p 2>/dev/null || true; for i in $(seq 50); do kill -0 $p 2>/dev/null || break; sleep .1; done; rm -f $PID; echo stopped; }
case "${1:-}" in install) install;; start) start;; stop) stop;; status) grep VmRSS /proc/$(cat $PID)/status;; *) echo "usage: $0 install|start|stop|status"; exit 2;; esac
