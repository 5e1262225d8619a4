#!/bin/sh
# {{summary}}

if ! command -v jq >/dev/null; then
  echo "jq is missing; install it (apt-get install jq)" >&2
  exit 127
fi

# One jq answers all requests: a line in, a line out, until `shutdown` or the end of the input.
exec jq -nc --unbuffered --slurpfile manifest plugin.json '
  # What this stage thinks of a text. The same text must always give the same opinion.
  def opinion($settings):
    ([.[:1000] | scan("\\p{L}")] | length) as $letters
    | ([.[:1000] | scan("\\p{Lu}")] | length) as $capitals
    | if $letters < 10 then {} else
        ($capitals / $letters) as $share
        | {findings: [{name: $manifest[0].name, value: {share: $share}}]}
        | if $share >= $settings.above then
            .proposals = [{do: "handoff", strength: "required", reason: "written in capitals"}]
          else . end
      end;

  foreach inputs as {$id, $method, $params} ({};
    if $method == "initialize" then $params.settings else . end;
    . as $settings
    | {jsonrpc: "2.0", id: $id} + (try
        if $method == "initialize" then {result: $manifest[0]}
        elif $method == "evaluate" then
          {result: {opinions: [$params.items[].message.text | opinion($settings)]}}
        elif $method == "shutdown" then {result: {}}
        else {error: {code: -32601, message: "no method \($method)"}} end
      catch {error: {code: -32000, message: .}}),
      if $method == "shutdown" then halt else empty end)'
