"""Reads the items of an RSS 2.0 or Atom document as messages of the protocol, the oldest first."""

import email.utils
import hashlib
import re
import xml.etree.ElementTree as ET
from datetime import datetime, timezone
from typing import Optional

from failure import Failure
from plaintext import plain, tidy

MAX_ELEMENTS = 200_000  # in a document
MAX_DEPTH = 100  # of elements
MAX_TEXT = 10_000  # characters, then it is cut
MAX_NAME = 100
MAX_ID = 200  # a longer one is replaced by its hash
MAX_ADDRESS = 2_000  # a longer one is left out
ATOM = "{http://www.w3.org/2005/Atom}"
DC = "{http://purl.org/dc/elements/1.1/}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
ISO_DATE = re.compile(
    r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?)(?:\.\d+)? ?(Z|[+-]\d\d:?\d\d)?)?$")
OUT_OF_FIVE = re.compile(r"\s*([0-5](?:[.,]\d)?)\s*/\s*5\b")
STARS = re.compile(r"\s*([★⭐]{1,5})[☆\ufe0f]*")


class _Builder(ET.TreeBuilder):
    """Refuses a document type, and with it all entities, and too many or too deep elements."""

    left = MAX_ELEMENTS
    depth = 0

    def start(self, tag, attributes):
        self.left -= 1
        self.depth += 1
        if self.left < 0 or self.depth > MAX_DEPTH:
            raise Failure("the feed has too many elements, or too deep ones", "malformed")
        return super().start(tag, attributes)

    def end(self, tag):
        self.depth -= 1
        return super().end(tag)

    def doctype(self, name, public, system):
        raise Failure("the feed has a <!DOCTYPE, which is not read", "malformed")


def messages(body: bytes, now: datetime) -> "tuple[list[dict], list[str]]":
    """The messages, and warnings about items that cannot be one. `now` dates those without a date.

    Raises `Failure` of the kind `malformed` when the body is no feed.
    """
    try:
        root = ET.fromstring(body, ET.XMLParser(target=_Builder()))
    except (ET.ParseError, LookupError, ValueError) as error:
        raise Failure(f"the feed is no XML: {error}", "malformed") from error
    if root.tag == "rss":
        read, elements = _rss, root.findall("channel/item")
    elif root.tag == ATOM + "feed":
        read, elements = _atom, root.findall(ATOM + "entry")
    else:
        raise Failure("the feed is neither RSS 2.0 nor Atom", "malformed")
    found, warnings = {}, []
    for element in elements:
        message = read(element)
        if not message["id"]:
            warnings = ["items with neither an id nor a link are left out"]
            continue
        message.setdefault("createdAt", iso(now))
        found.setdefault(message["id"], message)
    return sorted(found.values(), key=lambda message: message["createdAt"]), warnings


def iso(date: datetime) -> str:
    return date.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def _rss(item: ET.Element) -> dict:
    link = _text(item, "link")
    name, mail = _text(item, DC + "creator"), ""
    if not name:
        name, mail = email.utils.parseaddr(_text(item, "author"))
    return _message(
        item, _text(item, "guid"), link,
        plain(_text(item, "title")),
        plain(_text(item, CONTENT + "encoded") or _text(item, "description")),
        author=mail or name, name=name or mail,
        createdAt=_date(_text(item, "pubDate") or _text(item, DC + "date")))


def _atom(entry: ET.Element) -> dict:
    links = [e for e in entry.findall(ATOM + "link") if e.get("rel", "alternate") == "alternate"]
    name, uri, mail = (_text(entry, f"{ATOM}author/{ATOM}{k}") for k in ("name", "uri", "email"))
    updated = _date(_text(entry, ATOM + "updated"))
    published = _date(_text(entry, ATOM + "published")) or updated
    return _message(
        entry, _text(entry, ATOM + "id"), links[0].get("href", "") if links else "",
        _content(entry.find(ATOM + "title")),
        _content(entry.find(ATOM + "content")) or _content(entry.find(ATOM + "summary")),
        author=uri or mail or name, name=name or mail or uri, createdAt=published,
        editedAt=updated if updated and updated > published else None)


def _message(
    element: ET.Element, id: str, link: str, title: str, body: str, author: str, name: str,
    **dates: Optional[str]
) -> dict:
    """The message of an item. Without an author it has one of its own."""
    id = _short(id or link)
    text = body if body.startswith(title) else f"{title}\n{body}".strip()
    is_address = link.startswith(("https://", "http://")) and len(link) <= MAX_ADDRESS
    message = {
        "id": id, "text": text[:MAX_TEXT], "rating": _rating(element, title),
        "url": link if is_address else None,
        "author": {"id": _short(author or f"author of {id}"), "handle": "unknown"}, **dates}
    if name:
        message["author"].update(handle=name[:MAX_NAME], name=name[:MAX_NAME])
    return {key: value for key, value in message.items() if value is not None}


def _rating(element: ET.Element, title: str) -> Optional[int]:
    """Stars, 1 to 5: of an element, or of how the title begins."""
    texts = []
    for child in element.iter():
        name = child.tag.rsplit("}", 1)[-1]
        if name == "rating":
            texts.append(child.text or "")
        elif name == "starRating":
            texts.append(child.get("average", ""))
    slash, stars = OUT_OF_FIVE.match(title), STARS.match(title)
    texts += [slash[1] if slash else "", str(len(stars[1])) if stars else ""]
    for text in texts:
        number = re.fullmatch(r"\s*(\d(?:[.,]\d{1,3})?)(?:\s*/\s*5)?\s*", text)
        stars = int(float(number[1].replace(",", ".")) + 0.5) if number else 0
        if 1 <= stars <= 5:
            return stars
    return None


def _date(text: str) -> Optional[str]:
    """An ISO 8601 or RFC 822 date in UTC; nothing when it is neither."""
    text = text.strip()
    try:
        match = ISO_DATE.match(text)
        if not match:
            date = email.utils.parsedate_to_datetime(text)
        else:
            zone = (match[3] or "Z").replace("Z", "+00:00")
            zone = zone if ":" in zone else f"{zone[:3]}:{zone[3:]}"
            date = datetime.fromisoformat(f"{match[1]}T{match[2] or '00:00'}{zone}")
        return iso(date if date.tzinfo else date.replace(tzinfo=timezone.utc))
    except (TypeError, ValueError, IndexError, OverflowError):
        return None


def _content(element: Optional[ET.Element]) -> str:
    """An Atom text: HTML in a text, XHTML as elements, or plain."""
    if element is None:
        return ""
    if element.get("type") == "xhtml":
        return plain(ET.tostring(element, encoding="unicode").replace("html:", ""))
    text = element.text or ""
    return plain(text) if element.get("type") in ("html", "text/html") else tidy(text)


def _text(element: ET.Element, path: str) -> str:
    return (element.findtext(path) or "").strip()


def _short(id: str) -> str:
    return id if len(id) <= MAX_ID else hashlib.sha256(id.encode()).hexdigest()
