"""{{summary}}"""

import json
import sys
import traceback

with open("plugin.json", encoding="utf-8") as file:
    MANIFEST = json.load(file)


def opinion(text, settings):
    """What this stage thinks of a text. The same text must always give the same opinion."""
    letters = [c for c in text[:1000] if c.isalpha()]
    if len(letters) < 10:
        return {}
    share = sum(c.isupper() for c in letters) / len(letters)
    findings = [{"name": MANIFEST["name"], "value": {"share": share}}]
    if share < settings["above"]:
        return {"findings": findings}
    handoff = {"do": "handoff", "strength": "required", "reason": "written in capitals"}
    return {"findings": findings, "proposals": [handoff]}


def main():
    """Answers one request a line, until `shutdown` or the end of the input."""
    settings = {}
    for line in sys.stdin.buffer:
        request = json.loads(line)
        method, params = request["method"], request["params"]
        answer = {"jsonrpc": "2.0", "id": request["id"]}
        try:
            if method == "initialize":
                settings = params["settings"]
                answer["result"] = MANIFEST
            elif method == "evaluate":
                texts = [item["message"]["text"] for item in params["items"]]
                answer["result"] = {"opinions": [opinion(text, settings) for text in texts]}
            elif method == "shutdown":
                answer["result"] = {}
            else:
                answer["error"] = {"code": -32601, "message": f"no method {method}"}
        except Exception as error:
            traceback.print_exc()
            answer["error"] = {"code": -32000, "message": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), flush=True)  # one line; anything else goes to standard error
        if method == "shutdown":
            return


main()
