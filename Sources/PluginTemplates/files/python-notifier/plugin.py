"""{{summary}}"""

import json
import os
import sys
import traceback

with open("plugin.json", encoding="utf-8") as file:
    MANIFEST = json.load(file)


def notify(notification, settings):
    """Returns once the notification is written. The same key may come again after a crash."""
    with open(settings["file"], "a", encoding="utf-8") as file:
        file.write(json.dumps(notification) + "\n")


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
                os.makedirs(os.path.dirname(settings["file"]), exist_ok=True)
                answer["result"] = MANIFEST
            elif method == "notify":
                notify(params["notification"], settings)
                answer["result"] = {}
            elif method == "shutdown":
                answer["result"] = {}
            else:
                answer["error"] = {"code": -32601, "message": f"no method {method}"}
        except (FileNotFoundError, PermissionError) as error:  # final: a person has to look
            answer["error"] = {"code": -32000, "message": str(error), "data": {"kind": "refused"}}
        except Exception as error:  # without `data`: replyd tries again
            traceback.print_exc()
            answer["error"] = {"code": -32000, "message": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), flush=True)  # one line; anything else goes to standard error
        if method == "shutdown":
            return


main()
