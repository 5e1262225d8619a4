#!/bin/sh
# The notifier `file`: appends each notification to a file, as a line of JSON. Needs nothing but a
# POSIX shell. It reads requests without a JSON parser: inside a JSON text each quote is escaped, so
# `"key":"` in a line is never something that a customer wrote.

remembered=1000 # lines at the end of the file in which a repeated key is looked for

# The text between the first $2 and the next $3 of $1.
between() {
  rest=${1#*"$2"}
  printf '%s' "${rest%%"$3"*}"
}

result() {
  printf '{"jsonrpc":"2.0","id":%s,"result":%s}\n' "$id" "$1"
}

# $1 the code, $2 the message as it stands in JSON, $3 further keys.
error() {
  printf '{"jsonrpc":"2.0","id":%s,"error":{"code":%s,"message":"%s"%s}}\n' "$id" "$1" "$2" "$3"
}

refused() {
  error -32000 "$1" ',"data":{"kind":"refused"}'
}

# Takes the file's path from the settings: `quoted` as JSON has it, `file` without escapes.
initialize() {
  case $line in
  *'"settings":{"file":"'*) ;;
  *) error -32000 'the setting file is missing' && return ;;
  esac
  quoted=$(printf '%s\n' "$line" |
    sed -E 's/.*"settings":\{"file":"(([^"\\]|\\.)*)".*/\1/')
  case $quoted in
  *\\[!/\"\\]*) error -32000 "file: $quoted has a character that this plugin cannot read; rename it" && return ;;
  esac
  file=$(printf '%s\n' "$quoted" | sed 's/\\\(.\)/\1/g')
  result "$(tr -d '\n' <plugin.json)"
}

# Cuts off a last line that a crash or a full disk left without its end.
mend() {
  [ -s "$file" ] && [ -n "$(tail -c 1 "$file")" ] || return 0
  sed '$d' "$file" >"$file.mended" && mv "$file.mended" "$file"
}

known() {
  [ -s "$file" ] && tail -n "$remembered" "$file" | grep -qF "\"key\":\"$1\""
}

notify() {
  case $line in
  *'"params":{"notification":{'*'}}}') ;;
  *) refused 'this plugin is too old for the form of the notification' && return ;;
  esac
  notification=${line#*\"params\":\{\"notification\":}
  notification=${notification%\}\}}
  folder=$(dirname "$file")
  if [ -d "$file" ] || ! [ -d "$folder" ]; then
    refused "file: $quoted is a folder or lies in none; make the folder or change the setting"
  elif [ -e "$file" ] && ! [ -w "$file" ] || ! [ -e "$file" ] && ! [ -w "$folder" ]; then
    refused "file: $quoted may not be written; change its owner or the setting"
  elif ! mend; then
    error -32000 "file: the torn last line of $quoted cannot be cut off" ',"data":{"kind":"retry","after":"30s"}'
  elif known "$(between "$line" '"key":"' '"')" || printf '%s\n' "$notification" >>"$file"; then
    result '{}'
  else
    error -32000 "file: $quoted cannot be written; is the disk full?" ',"data":{"kind":"retry","after":"30s"}'
  fi
}

umask 077
while IFS= read -r line; do
  id=$(between "$line" '"id":' ',')
  method=$(between "$line" '"method":"' '"')
  case $method in
  initialize) initialize ;;
  notify) notify ;;
  shutdown) result '{}' && exit ;;
  *) error -32601 'no such method' ;;
  esac
done
