"""The least a stage can do, to measure what it costs to ask one."""

import json
import sys

for line in sys.stdin.buffer:
    request = json.loads(line)
    result = {}
    if request["method"] == "initialize":
        with open("plugin.json", encoding="utf-8") as file:
            result = json.load(file)
    elif request["method"] == "evaluate":
        result = {"opinions": [{} for _ in request["params"]["items"]]}
    print(json.dumps({"jsonrpc": "2.0", "id": request["id"], "result": result}), flush=True)
    if request["method"] == "shutdown":
        break
