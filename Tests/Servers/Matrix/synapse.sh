#!/usr/bin/env bash
# A real Matrix homeserver, Synapse on SQLite, on 127.0.0.1:$PORT (8008), with the users customer
# and brand, password pw-12345. No federation.
# usage: synapse.sh install|start|stop|status|reset|user NAME
# State: $SERVERS_ROOT. Program: $SYNAPSE_VENV, which is made once and shared.
# After a reset, RC='{per_second: 0.2, burst_count: 2}' makes it answer 429 M_LIMIT_EXCEEDED.
set -euo pipefail

version=1.163.2
port=${PORT:-8008}
root=${SERVERS_ROOT:-${TMPDIR:-/tmp}/replyd-servers}
venv=${SYNAPSE_VENV:-${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/replyd/synapse-$version}
state=$root/synapse
pidfile=$state/homeserver.pid
secret=local-shared-secret
password=${MATRIX_PW:-pw-12345}
server=http://127.0.0.1:$port

# Made beside its place and moved there, so that what is there is whole.
install() {
  [ -e "$venv/complete" ] && return
  mkdir -p "$(dirname "$venv")"
  (
    flock 9
    [ -e "$venv/complete" ] && exit
    rm -rf "$venv"
    python3 -m venv "$venv"
    nice "$venv/bin/pip" install -q --no-input "matrix-synapse==$version"
    touch "$venv/complete"
  ) 9>"$venv.lock"
}

config() {
  [ -f "$state/homeserver.yaml" ] && return
  mkdir -p "$state"
  local unlimited="{per_second: 10000, burst_count: 10000}"
  cat >"$state/homeserver.yaml" <<YAML
server_name: "localhost"
pid_file: $pidfile
public_baseurl: $server/
listeners:
  - {port: $port, bind_addresses: ['127.0.0.1'], type: http, tls: false, x_forwarded: false, resources: [{names: [client], compress: false}]}
database: {name: sqlite3, args: {database: $state/homeserver.db}}
log_config: $state/log.yaml
media_store_path: $state/media_store
signing_key_path: $state/localhost.signing.key
registration_shared_secret: "$secret"
macaroon_secret_key: "local-macaroon"
form_secret: "local-form"
report_stats: false
enable_registration: false
trusted_key_servers: []            # never ask matrix.org for keys
federation_domain_whitelist: []    # federation off
allow_public_rooms_over_federation: false
url_preview_enabled: false
presence: {enabled: false}
enable_metrics: false
rc_message: ${RC:-$unlimited}
x_relaxed: &r $unlimited
rc_registration: *r
rc_registration_token_validity: *r
rc_login: {address: *r, account: *r, failed_attempts: *r}
rc_admin_redaction: *r
rc_joins: {local: *r, remote: *r}
rc_joins_per_room: *r
rc_room_creation: *r
rc_invites: {per_room: *r, per_user: *r, per_issuer: *r}
rc_3pid_validation: *r
bcrypt_rounds: 4
app_service_config_files: ["$state/tests.yaml"]
YAML
  # For tests that need many customers: they act for each by one token, without a login.
  cat >"$state/tests.yaml" <<YAML
id: tests
url: null
as_token: local-as-token
hs_token: local-hs-token
sender_localpart: tests
rate_limited: false
namespaces: {users: [{exclusive: false, regex: '@.*:localhost'}], rooms: [], aliases: []}
YAML
  cat >"$state/log.yaml" <<YAML
version: 1
formatters: {p: {format: '%(asctime)s %(name)s %(levelname)s %(request)s %(message)s'}}
filters: {context: {(): synapse.logging.context.LoggingContextFilter, request: ""}}
handlers: {f: {class: logging.FileHandler, formatter: p, filename: $state/homeserver.log, filters: [context]}}
root: {level: WARNING, handlers: [f]}
disable_existing_loggers: false
YAML
  (cd "$state" && "$venv/bin/python" -m synapse.app.homeserver -c homeserver.yaml \
    --generate-keys >/dev/null 2>&1)
}

alive() { [ -f "$pidfile" ] && kill -0 "$(cat "$pidfile")" 2>/dev/null; }

user() {
  [ -e "$state/$1.user" ] && return
  "$venv/bin/register_new_matrix_user" -k "$secret" -u "$1" -p "$password" --no-admin "$server"
  touch "$state/$1.user"
}

start() {
  install
  config
  alive && return
  cd "$state"
  setsid nohup "$venv/bin/python" -m synapse.app.homeserver -c homeserver.yaml \
    >"$state/stdout.log" 2>&1 </dev/null &
  echo $! >"$pidfile"
  for _ in $(seq 600); do
    curl -fs "$server/health" >/dev/null && break
    alive || { tail -20 "$state/stdout.log"; exit 1; }
    sleep .1
  done
  curl -fs "$server/health" >/dev/null || { echo "Synapse does not answer"; exit 1; }
  user customer
  user brand
}

stop() {
  alive || return 0
  local pid
  pid=$(cat "$pidfile")
  kill -TERM "$pid" 2>/dev/null || true
  for _ in $(seq 100); do
    kill -0 "$pid" 2>/dev/null || { rm -f "$pidfile"; return 0; }
    sleep .1
  done
  kill -KILL "$pid" 2>/dev/null || true
  rm -f "$pidfile"
}

case "${1:-}" in
install) install ;;
start) start ;;
stop) stop ;;
user) user "$2" ;;
status) alive && grep VmRSS "/proc/$(cat "$pidfile")/status" ;;
reset)
  stop
  rm -rf "$state"
  ;;
*)
  echo "usage: $0 install|start|stop|status|reset|user NAME" >&2
  exit 2
  ;;
esac
