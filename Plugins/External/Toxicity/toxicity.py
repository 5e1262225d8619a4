"""The stage `toxicity`: the protocol of docs/protocol.md around the reading of abuse.py."""

import json
import sys

from abuse import Lexicon

with open("plugin.json", encoding="utf-8") as file:
    MANIFEST = json.load(file)


class ToxicityStage:
    """Finds abuse, and leaves it to people from a score on."""

    def __init__(self, brand: str, settings: dict) -> None:
        self.above = settings["above"]
        self.team = {"team": settings["team"]} if settings.get("team") else {}
        self.lexicon = Lexicon("words.txt", brand, settings["words"], settings["ignore"])

    def opinion(self, text: str) -> dict:
        score, quotes = self.lexicon.read(text)
        label = "toxic" if score >= 0.6 else "rude" if score >= 0.3 else "clean"
        finding = {"name": "toxicity", "value": {"label": label, "score": score}}
        if not quotes:
            return {"findings": [finding]}
        finding["evidence"] = quotes
        if score < self.above:
            return {"findings": [finding]}
        shown = "".join(c if c.isprintable() else " " for c in quotes[0])
        proposal = {
            "do": "handoff", "strength": "required", "category": "abuse",
            "reason": f'{label} language: "{shown}"', **self.team}
        return {"findings": [finding], "proposals": [proposal]}


class Plugin:
    """Answers requests; `initialize` comes first."""

    def __init__(self) -> None:
        self.stage = None

    def answer(self, method: str, params: dict) -> dict:
        if method == "evaluate":
            texts = [item["message"]["text"] for item in params["items"]]
            return {"result": {"opinions": [self.stage.opinion(text) for text in texts]}}
        if method == "initialize":
            self.stage = ToxicityStage(params["brand"]["name"], params["settings"])
            return {"result": MANIFEST}
        if method == "shutdown":
            return {"result": {}}
        return {"error": {"code": -32601, "message": f"no method {method}"}}


def main() -> None:
    """A request a line in, an answer a line out, until shutdown or the end of the input."""
    plugin = Plugin()
    for line in sys.stdin.buffer:
        request = json.loads(line)
        answer = {"jsonrpc": "2.0", "id": request["id"]}
        try:
            answer.update(plugin.answer(request["method"], request["params"]))
        except Exception as error:
            answer["error"] = {"code": -32000, "message": f"{type(error).__name__}: {error}"}
        text = json.dumps(answer, ensure_ascii=False, separators=(",", ":"))
        # Half a surrogate pair, which JSON can write and UTF-8 cannot, becomes "?".
        sys.stdout.buffer.write(text.encode("utf-8", "replace") + b"\n")
        sys.stdout.buffer.flush()
        if request["method"] == "shutdown":
            return


main()
