"""Text of customers and of users, on every page that shows it: it stays text, and is seen."""

import csv, io, json, re, urllib.parse

from payloads import PAYLOADS, UNSEEN
from servers import PASSWORD, Server, message
from visits import Page
from webdriver import Driver

MARK = re.compile(r"zq\d+z")
# Where a customer's words may stand in a tag; nowhere else.
SAFE = {"value", "title", "data-text", "aria-label", "placeholder", "datetime", "href", "content"}
STRANGERS = {"iframe", "object", "embed", "base", "style", "video", "audio", "math", "marquee",
             "img", "image", "frame", "frameset", "applet", "xss", "plaintext", "xmp", "template",
             "noscript", "keygen", "isindex", "foreignobject", "animate", "set", "use"}
CELLS = ["=1+1", "=cmd|' /C calc'!A0", "+1+1", "-2+3+cmd|' /C calc'!A0", "@SUM(1+1)", "\t=1+1",
         "\r=1+1", "\n=1+1", "=HYPERLINK(\"https://evil.example\")", ";=1+1", "\uff1d1+1", "\"=1+1"]


def wild_messages():
    """One message a payload, with the payload in every field that takes text."""
    lines = []
    for number, text in enumerate(PAYLOADS):
        line = message(f"w{number}", "Terrible! Nobody answers me. " + text, minutes=number % 20)
        line["author"] = {"id": f"id{number} {text[:200]}", "handle": "@" + text[:200], "name": text}
        line["conversation"] = f"c{number} {text[:200]}"
        line["id"] = f"w{number} {text[:100]}"
        if number % 3 == 0:
            line["rating"] = 1
        lines.append(line)
    return lines


def change(config):
    """Draft mode for one connector, whose drafts say the customer's name."""
    config["connectors"]["forum"]["mode"] = "draft"
    courses = {"plugin": "courses", "mode": "auto", "settings": {"file": "courses.json"}}
    config["stages"] = [s for s in config["stages"] if s["plugin"] != "faq"]
    config["stages"].insert(-1, courses)
    config["connectors"]["wild"]["pollEvery"] = "20ms"
    config["limits"].update({"maxRepliesPerAuthorHour": 10000})


COURSES = {"courses": [{
    "id": "forum", "when": {"connector": "forum"}, "do": "answer",
    "templates": {"en": ["Hello{{#author.name}} {{author.name}}{{/author.name}}, we look into it."]}}]}


def wild_server(binary):
    forum = [dict(line, id=f"f{n}", conversation=f"f{n}", language="en")
             for n, line in enumerate(wild_messages()[::10])]
    cells = [message(f"cell{n}", text, author={"id": f"cell{n}", "handle": text, "name": text})
             for n, text in enumerate(CELLS)]
    server = Server(binary, {"wild": wild_messages(), "forum": forum, "cells": cells}, change)
    server.write("courses.json", json.dumps(COURSES))
    return server


def structure_faults(place, text):
    """Elements, attributes and characters of a page that only a payload can have brought."""
    page, faults = Page(text), []
    for tag, attributes in page.elements:
        if tag in STRANGERS or MARK.search(tag):
            faults.append(f"<{tag}>")
        for name, value in attributes.items():
            if name.startswith("on") or name in ("style", "srcdoc") or MARK.search(name):
                faults.append(f"<{tag} {name}>")
            if MARK.search(value) and name not in SAFE:
                faults.append(f"<{tag} {name}={value[:60]}>")
            if name in ("href", "src", "action", "formaction", "content") and re.match(
                    r"[\s\x00-\x20]*(javascript|data|vbscript|blob|file|feed)\s*:", value, re.I):
                faults.append(f"<{tag} {name}={value[:60]}>")
        if tag == "script" and not attributes.get("src", "").startswith("/assets/"):
            faults.append("a script of its own")
        if tag == "link" and not attributes.get("href", "").startswith("/assets/"):
            faults.append(f"<link href={attributes.get('href')}>")
        if tag == "meta" and attributes.get("http-equiv"):
            faults.append("<meta http-equiv>")
    faults += [f"a comment: {c[:60]}" for c in page.comments if MARK.search(c)]
    # What users put into an editor stays as they wrote it, so that they can mend it.
    shown = re.sub(r'data-text="[^"]*"|<textarea.*?</textarea>|value="[^"]*"', "", text, flags=re.S)
    found = UNSEEN.search(shown)
    if found:
        start = max(0, found.start() - 60)
        faults.append(f"U+{ord(found.group()):04X} as it is: {shown[start:found.end() + 5]!r}")
    return [f"{place}: {fault}" for fault in faults]


def pages_of(visitor, first):
    """A list's pages, following its links to the next one."""
    path, pages = first, []
    while path and len(pages) < 30:
        answer = visitor.get(path)
        pages.append((path, answer))
        path = next((a["href"] for tag, a in answer.page.elements
                     if tag == "a" and a.get("rel") == "next"), None)
    return pages


def leave_words(server, visitor, conversations):
    """Payloads that users themselves leave: notes, macros, holds, corrections, what they search."""
    csrf, refused = visitor.csrf, []

    def post(path, **fields):
        answer = visitor.post(path, {"csrf": csrf, **fields})
        if answer.status not in (200, 302, 303, 400, 409, 422):
            refused.append(f"POST {path} {fields}: {answer}")

    ids = [row["id"] for row in server.handoffs("wild")][:60]
    for number, text in enumerate(PAYLOADS):
        post(conversations[number % 20] + "/notes", text=text)
        if number % 4 == 0:
            post(f"/handoffs/{ids[number // 4]}/take")
            post(f"/handoffs/{ids[number // 4]}/reply", text="As you say: " + text)
        if number % 20 == 1:
            post(f"/handoffs/{ids[50 + number // 20]}/return", summary=text)
    for number, row in enumerate(server.json("drafts")[::2]):
        post(f"/drafts/{row['id']}/approve", text="Hello, " + PAYLOADS[number])
    for number, text in enumerate(PAYLOADS[::4]):
        post("/macros", name=text[:60], text=text)
        post("/holds", scope="topic:zq" + text[:60], reason=text[:300])
    post("/corrections", message="wild/w1", kind="label", was=PAYLOADS[25], now=PAYLOADS[26])
    return refused


def inspected_pages(checks, server, visitor):
    """Each page with payloads, as (path, answer): every list to its end, every conversation."""
    lists = [page for queue in ("waiting", "mine", "taken", "snoozed", "ended")
             for page in pages_of(visitor, f"/inbox?queue={queue}")]
    conversations = sorted({
        link.split("?")[0].split("#")[0] for _, answer in lists for link in answer.page.links()
        if re.match(r"/conversations/\d+", link)}, key=lambda path: int(path.split("/")[2]))
    checks("each payload became a handoff", len(conversations) >= 190, len(conversations))
    refused = leave_words(server, visitor, conversations)
    checks.no_faults("users' own words are kept or refused in words", refused)
    paths = ["/approvals", "/incidents", "/incidents?all=true", "/reports", "/health", "/account",
             "/users", "/audit"] + conversations
    paths += ["/inbox?" + urllib.parse.urlencode({"q": text[:150], "team": text[:80]})
              for text in PAYLOADS[::5]]
    return lists + [(path, visitor.get(path)) for path in paths], conversations


def stored_scripts(checks, server, visitor):
    """What 200 payloads in every field do to every page, as text and in a browser."""
    raw = [text for text in PAYLOADS if structure_faults("raw", f"<p>{text}<input value=\"{text}\">")]
    checks("the same check finds payloads that are not escaped", len(raw) > 130, len(raw))
    pages, conversations = inspected_pages(checks, server, visitor)
    faults, marks = [], set()
    for path, answer in pages:
        if answer.status not in (200, 400, 404):
            faults.append(f"{path[:80]}: {answer}")
        faults += structure_faults(path[:80], answer.text)
        marks |= set(MARK.findall(answer.text))
    checks("the pages show every payload", len(marks) >= 199, len(marks))
    checks.no_faults(f"{len(pages)} pages consist of their own elements only", faults)
    seen = visitor.get(conversations[0]).text
    checks("what turns or hides text is shown", "U+202E" in "".join(a.text for _, a in pages),
           seen[:200])
    for answer in (visitor.get("/approvals"),):
        checks("drafts with customers' names wait for a yes", "/approve" in answer.text)
    return [path for path, _ in pages]


def in_browser(checks, server, paths):
    """The same pages in Chromium: no script ran, no dialog opened, nothing foreign was asked for."""
    driver = Driver()
    try:
        browser = driver.browser()
        browser.open(server.url + "/sign-in")
        browser.find("#name").type("ada")
        browser.find("#password").type(PASSWORD.format("ada"))
        browser.find("main form button[type=submit]").click()
        browser.find("nav.pages, a[href='/account']")
        faults = []
        for path in paths:
            browser.open(server.url + path)
            faults += [f"{path[:60]}: {fault}" for fault in browser_faults(browser)]
        checks.no_faults(f"{len(paths)} pages ran in Chromium, and no payload did", faults)
    finally:
        driver.stop()


def browser_faults(browser):
    """What happened on the page that is open and should not have."""
    dialog = browser.dialog()
    if dialog is not None:
        return [f"a dialog: {dialog}"]
    found = browser.run("""
        const own = location.origin + '/';
        const asked = performance.getEntriesByType('resource').map(e => e.name);
        return {
          ran: String(window.__xss), cookie: document.cookie, title: document.title,
          asked: asked.filter(name => !name.startsWith(own)),
          handlers: [...document.querySelectorAll('*')].filter(e =>
            [...e.attributes].some(a => a.name.startsWith('on'))).length };""")
    faults = [f"{found['ran']} ran"] if found["ran"] != "undefined" else []
    faults += [f"asked for {name}" for name in found["asked"]]
    faults += [f"a cookie that scripts can read: {found['cookie']}"] if found["cookie"] else []
    faults += ["an element with a handler"] if found["handlers"] else []
    return faults


def spreadsheets(checks, visitor):
    """An export opened in a spreadsheet computes nothing."""
    links = [link for link in visitor.get("/reports").page.links() if "csv" in link]
    checks("reports have an export as CSV", links)
    for link in links[:1]:
        answer = visitor.get(link)
        kind, place = (answer.headers.get(name, "") for name in ("content-type", "content-disposition"))
        checks("the export is CSV to be saved", answer.status == 200 and kind.startswith("text/csv")
               and place.startswith("attachment"), answer.headers)
        rows = list(csv.reader(io.StringIO(answer.text, newline="")))
        cells = [cell for row in rows for cell in row]
        live = [cell for cell in cells if re.match(r"[=+\-@\t\r\n\uff1d]", cell)
                and not re.fullmatch(r"-?\d+(\.\d+)?", cell)]
        checks("the export has rows", len(rows) > 1, answer.text[:300])
        checks.no_faults(f"{len(cells)} cells of the export compute nothing", live)
