"""The text that a reader would see of a piece of HTML.

Not with html.parser: what customers write decides how long it takes, and 64 KiB of "<a " take it
over a minute. This takes time linear in the text, whatever it is.
"""

import html
import re

MAX_HTML = 65_536  # characters, then it is cut
HIDDEN = {"script", "style", "template", "noscript", "iframe", "object", "svg", "math", "title"}
BREAKS = {
    "br", "p", "div", "li", "ul", "ol", "tr", "table", "blockquote", "pre", "hr", "section",
    "article", "h1", "h2", "h3", "h4", "h5", "h6"}
TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,20})|<[!?]")
REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});?")
LOWER = {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}


class _Ends:
    """Finds where tags end. What was not found once is not looked for again."""

    def __init__(self, markup: str) -> None:
        self.lower = markup.translate(LOWER)
        self.missing = set()

    def of(self, tag: "re.Match[str]") -> int:
        """The place behind a tag and all that it hides; its start when it is no tag after all."""
        start, name = tag.start(), (tag[2] or "").lower()
        if tag[0] == "<!" and self.lower.startswith("<!--", start):
            comment = self._after("-->", start + 4)
            if comment:
                return comment
        if name in HIDDEN and not tag[1]:
            closing = self._after(f"</{name}", start)
            return self._after(">", closing or start) or closing or start
        return self._after(">", start) or start

    def _after(self, end: str, start: int) -> int:
        """The place behind the next `end`, 0 when there is none."""
        if end in self.missing:
            return 0
        place = self.lower.find(end, start)
        if place < 0:
            self.missing.add(end)
            return 0
        return place + len(end)


def plain(markup: str) -> str:
    """Without tags, comments, scripts and empty lines, and with what entities stand for."""
    markup = markup[:MAX_HTML]
    ends, parts, at = _Ends(markup), [], 0
    for tag in TAG.finditer(markup):
        end = ends.of(tag) if tag.start() >= at else 0
        if end > tag.start():
            parts.append(markup[at : tag.start()])
            if (tag[2] or "").lower() in BREAKS:
                parts.append("\n")
            at = end
    parts.append(markup[at:])
    return tidy(REFERENCE.sub(lambda match: html.unescape(match[0]), "".join(parts)))


def tidy(text: str) -> str:
    """With single spaces, and without empty lines."""
    lines = (" ".join(line.split()) for line in text[:MAX_HTML].split("\n"))
    return "\n".join(line for line in lines if line)
