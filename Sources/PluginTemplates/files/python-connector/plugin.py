"""{{summary}}"""

import json
import os
import sys
import traceback

PAGE = 100  # messages; an answer may have 1 MiB
WIDTHS = ["direct", "followers", "unlisted", "public"]

with open("plugin.json", encoding="utf-8") as file:
    MANIFEST = json.load(file)


class Failure(Exception):
    """An error whose kind tells replyd what to do next."""

    def __init__(self, message, kind):
        super().__init__(message)
        self.kind = kind


class Connector:
    def __init__(self, settings):
        self.messages, self.replies = settings["messages"], settings["replies"]

    def poll(self, params):
        """The page after the cursor, which is the number of bytes that were read."""
        cursor, page = params["cursor"], []
        offset = int(cursor or 0)
        with open(self.messages, "rb") as file:
            file.seek(offset)
            for line in file:
                if len(page) == PAGE or not line.endswith(b"\n"):
                    break
                offset += len(line)
                if cursor is not None:  # at the first start nothing is answered, it is all old
                    page.append(parsed(line))
        return {"messages": page, "cursor": str(offset), "hasMore": len(page) == PAGE}

    def post(self, params):
        """Posts once. The key is the reply's identity: the same key, the same receipt."""
        reply, parent = params["reply"], params["reply"]["parent"]
        if len(reply["text"]) > MANIFEST["connector"]["maxLength"]:
            raise Failure("the reply is too long", "rejected")
        if WIDTHS.index(reply["visibility"]) > WIDTHS.index(parent["visibility"]):
            raise Failure("the reply is wider than its parent", "rejected")
        if not self.is_out(reply):
            line = {"key": reply["key"], "inReplyTo": parent["id"], "text": reply["text"]}
            with open(self.replies, "a", encoding="utf-8") as file:
                file.write(json.dumps(line) + "\n")
        return {"receipt": {"remote": reply["key"]}}

    def receipt(self, params):
        """Whether a reply is out, asked when the answer to `post` was lost."""
        out = self.is_out(params["reply"])
        return {"found": {"remote": params["reply"]["key"]}} if out else {"absent": True}

    def state(self, params):
        """Nothing in the file is ever edited or deleted."""
        return {"states": [{"is": "there"} for _ in params["messages"]]}

    def is_out(self, reply):
        start = json.dumps({"key": reply["key"]})[:-1] + ","
        if not os.path.exists(self.replies):
            return False
        with open(self.replies, encoding="utf-8") as file:
            return any(line.startswith(start) for line in file)


def parsed(line):
    try:
        return json.loads(line)
    except ValueError as error:
        raise Failure(f"unreadable line: {error}", "malformed") from error


def main():
    """Answers one request a line, until `shutdown` or the end of the input."""
    connector = None
    for line in sys.stdin.buffer:
        request = json.loads(line)
        method, params = request["method"], request["params"]
        answer = {"jsonrpc": "2.0", "id": request["id"]}
        try:
            if method == "initialize":
                connector = Connector(params["settings"])
                answer["result"] = MANIFEST
            elif method in ("poll", "post", "receipt", "state"):
                answer["result"] = getattr(connector, method)(params)
            elif method == "shutdown":
                answer["result"] = {}
            else:
                answer["error"] = {"code": -32601, "message": f"no method {method}"}
        except Failure as error:
            data = {"kind": error.kind}
            answer["error"] = {"code": -32000, "message": str(error), "data": data}
        except Exception as error:  # without `data`: tried again, but after `post` looked up first
            traceback.print_exc()
            answer["error"] = {"code": -32000, "message": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), flush=True)  # one line; anything else goes to standard error
        if method == "shutdown":
            return


main()
