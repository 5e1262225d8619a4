#!/bin/sh
# {{summary}}

if ! command -v jq >/dev/null; then
  echo "jq is missing; install it (apt-get install jq)" >&2
  exit 127
fi

result() {
  printf '{"jsonrpc":"2.0","id":%s,"result":%s}\n' "$id" "$1"
}

# $1 the code, $2 a message without quotes, $3 further keys.
error() {
  printf '{"jsonrpc":"2.0","id":%s,"error":{"code":%s,"message":"%s"%s}}\n' "$id" "$1" "$2" "$3"
}

# Answers once the notification is written. The same key may come again after a crash.
notify() {
  if printf '%s\n' "$line" | jq -c .params.notification >>"$file"; then
    result '{}'
  else # without `data`, or with the kind `retry`, replyd tries again
    error -32000 'the file of the settings cannot be written' ',"data":{"kind":"refused"}'
  fi
}

# One request a line, one answer a line, until `shutdown` or the end of the input. Only answers go
# to standard output. A line begins {"jsonrpc":"2.0","id":1,"method":"notify","params":
while IFS= read -r line; do
  id=${line#*\"id\":} && id=${id%%,*}
  method=${line#*\"method\":\"} && method=${method%%\"*}
  case $method in
  initialize)
    file=$(printf '%s\n' "$line" | jq -r .params.settings.file)
    mkdir -p "${file%/*}"
    result "$(jq -c . plugin.json)"
    ;;
  notify) notify ;;
  shutdown) result '{}' && exit ;;
  *) error -32601 'no such method' ;;
  esac
done
