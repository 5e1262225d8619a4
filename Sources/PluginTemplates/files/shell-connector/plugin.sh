#!/bin/sh
# {{summary}}

if ! command -v jq >/dev/null; then
  echo "jq is missing; install it (apt-get install jq)" >&2
  exit 127
fi

page=100 # messages; an answer may have 1 MiB

result() {
  printf '{"jsonrpc":"2.0","id":%s,"result":%s}\n' "$id" "$1"
}

# $1 the code, $2 a message without quotes, $3 the kind, which tells replyd what to do next.
error() {
  printf '{"jsonrpc":"2.0","id":%s,"error":{"code":%s,"message":"%s"%s}}\n' \
    "$id" "$1" "$2" "${3:+,\"data\":{\"kind\":\"$3\"\}}"
}

# The page after the cursor, which is the number of lines that were read. At the first start nothing
# is answered: it is all old. A line that is not ended yet does not count.
poll() {
  if ! lines=$(wc -l <"$messages"); then
    error -32000 'the messages cannot be read' retry
    return
  fi
  cursor=${line#*\"cursor\":} && cursor=${cursor%%[\},]*}
  cursor=${cursor#\"} && cursor=${cursor%\"}
  case $cursor in
  null) cursor=$((lines)) ;;
  '' | *[!0-9]* | ????????????????*)
    error -32000 'the cursor is none of mine' malformed
    return
    ;;
  esac
  next=$((lines < cursor + page ? lines : cursor + page))
  if found=$(tail -n "+$((cursor + 1))" "$messages" | head -n "$((next - cursor))" |
    jq -cs --arg next "$next" --arg lines "$((lines))" \
      '{messages: ., cursor: $next, hasMore: ($next != $lines)}'); then
    result "$found"
  else
    error -32000 'a line of the messages is no JSON' malformed
  fi
}

# Posts once. The key is the reply's identity: the same key, the same receipt.
post() {
  if ! reply=$(printf '%s\n' "$line" | jq -c --slurpfile manifest plugin.json '.params.reply
    | ["direct", "followers", "unlisted", "public"] as $widths
    | select((.text | length) <= $manifest[0].connector.maxLength)
    | . as {$visibility, parent: {visibility: $widest}}
    | select(($widths | index($visibility)) <= ($widths | index($widest)))
    | {key, inReplyTo: .parent.id, text}'); then
    error -32000 'the reply cannot be read' rejected
  elif [ -z "$reply" ]; then
    error -32000 'the reply is too long, or wider than its parent' rejected
  elif out || printf '%s\n' "$reply" >>"$replies"; then
    result "{\"receipt\":{\"remote\":\"$key\"}}"
  else
    error -32000 'the reply may be out' unknown
  fi
}

# Whether a reply is out, asked when the answer to `post` was lost.
receipt() {
  if out; then result "{\"found\":{\"remote\":\"$key\"}}"; else result '{"absent":true}'; fi
}

# Finds the reply's key, as it stands in JSON, in the file of replies.
out() {
  key=${line#*\"key\":\"} && key=${key%%\"*}
  [ -e "$replies" ] && grep -qF "{\"key\":\"$key\"," "$replies"
}

# Nothing in the file is ever edited or deleted.
state() {
  result "$(printf '%s\n' "$line" | jq -c '{states: [.params.messages[] | {is: "there"}]}')"
}

# One request a line, one answer a line, until `shutdown` or the end of the input. Only answers go
# to standard output. A line begins {"jsonrpc":"2.0","id":1,"method":"poll","params":
while IFS= read -r line; do
  id=${line#*\"id\":} && id=${id%%,*}
  method=${line#*\"method\":\"} && method=${method%%\"*}
  case $method in
  initialize)
    messages=$(printf '%s\n' "$line" | jq -r .params.settings.messages)
    replies=$(printf '%s\n' "$line" | jq -r .params.settings.replies)
    result "$(jq -c . plugin.json)"
    ;;
  poll | post | receipt | state) "$method" ;;
  shutdown) result '{}' && exit ;;
  *) error -32601 'no such method' ;;
  esac
done
