"""The connector `feed`: the protocol of docs/protocol.md around a feed that is read repeatedly.

The cursor is JSON: what the server needs for a conditional request, and a mark (hashes of id and
content) of each item that was seen in the document, so that new and edited items stand out.
"""

import hashlib
import json
import sys
from datetime import datetime, timezone

from failure import Failure
from items import messages
from source import Source

PAGE = 500  # messages
PAGE_SIZE = 500_000  # bytes of them, so that a line stays well below 1 MiB
MAX_MARKS = 2_000  # items of a document; older ones are not looked at

with open("plugin.json", encoding="utf-8") as file:
    MANIFEST = json.load(file)


class Feed:
    """Polls one feed. It remembers nothing: all is in the cursor."""

    def __init__(self, source: Source) -> None:
        self.source = source

    def poll(self, params: dict) -> dict:
        """What is new or edited since the cursor; at the first start nothing."""
        cursor = json.loads(params["cursor"]) if params["cursor"] else None
        known = cursor or {"marks": []}
        fetched = self.source.fetch(known.get("etag"), known.get("modified"))
        if fetched.body is None:
            return {"messages": []}
        found, warnings = messages(fetched.body, datetime.now(timezone.utc))
        marked = {_mark(message): message for message in found[-MAX_MARKS:]}
        seen = set(known["marks"]) if cursor else set(marked)
        page = _page({mark: message for mark, message in marked.items() if mark not in seen})
        marks = [mark for mark in marked if mark in seen or mark in page]
        next_cursor = {"marks": marks}
        if len(marks) == len(marked):  # all is told: only a change is of interest
            next_cursor.update(etag=fetched.etag, modified=fetched.modified)
        return {
            "messages": list(page.values()), "warnings": warnings,
            "cursor": json.dumps(next_cursor, separators=(",", ":")),
            "hasMore": len(marks) < len(marked)}

    def post(self, params: dict) -> dict:
        raise Failure("a feed cannot be answered", "rejected")

    def receipt(self, params: dict) -> dict:
        return {"absent": True}

    def state(self, params: dict) -> dict:
        """Compares with a fresh read. What has left the feed is still there: feeds are short."""
        asked = params["messages"]
        try:
            body = self.source.fetch().body or b""
            found, _ = messages(body, datetime.now(timezone.utc))
        except Failure as failure:
            return {"states": [{"is": "later", "why": str(failure)} for _ in asked]}
        current = {message["id"]: message for message in found}
        return {"states": [_state(message, current.get(message["id"])) for message in asked]}


def _page(new: dict) -> dict:
    """The first of the new messages, as many as an answer holds."""
    page, size = {}, 0
    for mark, message in new.items():
        size += len(_encoded(message))
        if len(page) == PAGE or (page and size > PAGE_SIZE):
            break
        page[mark] = message
    return page


def _encoded(value: dict) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def _state(known: dict, current: "dict | None") -> dict:
    same = current is None or all(
        known.get(key) == current.get(key) for key in ("text", "rating"))
    return {"is": "there"} if same else {"is": "edited", "message": current}


def _mark(message: dict) -> str:
    content = json.dumps([message["text"], message.get("rating")])
    return _hash(message["id"]) + _hash(content)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:12]


def _source(settings: dict) -> Source:
    return Source(settings["feed"], settings["timeout"], settings.get("token"))


def main() -> None:
    """A request a line in, an answer a line out, until shutdown or the end of the input."""
    feed = None
    for line in sys.stdin.buffer:
        request = json.loads(line)
        method, params = request["method"], request["params"]
        answer = {"jsonrpc": "2.0", "id": request["id"]}
        try:
            if method == "initialize":
                feed = Feed(_source(params["settings"]))
                answer["result"] = MANIFEST
            elif method in ("poll", "post", "receipt", "state"):
                answer["result"] = getattr(feed, method)(params)
            elif method == "shutdown":
                answer["result"] = {}
            else:
                answer["error"] = {"code": -32601, "message": f"no method {method}"}
        except Failure as failure:
            answer["error"] = {"code": -32000, "message": str(failure), "data": failure.data}
        except Exception as error:
            answer["error"] = {"code": -32000, "message": str(error) or type(error).__name__}
        sys.stdout.buffer.write(_encoded(answer) + b"\n")
        sys.stdout.buffer.flush()
        if method == "shutdown":
            return


main()
