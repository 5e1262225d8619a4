"""Works in the console as people do, in Chromium: on a phone, at a desk, without scripts, by keyboard.

    python3 Tests/Console/browser.py --replyd .build/debug/replyd [--pictures FOLDER] [--only desktop,phone,...]
"""

import json, re, sys, time

import browser_pages
from checks import Checks, until
from customers import recordings
from people import Person
from servers import Server, arguments
from webdriver import Driver, missing


def change(config):
    """The forum's answers wait for a yes."""
    config["connectors"]["forum"]["mode"] = "draft"
    config["stages"][4]["settings"]["answerAbove"] = 0.6


class Shop:
    """The server, with what the test needs to know of it."""

    def __init__(self, binary):
        self.server = Server(binary, recordings(), change).start()
        self.server.settle(40)
        self.server.add_users()

    def handoff(self, message):
        """The handoff's number."""
        return next(r["id"] for r in self.server.handoffs("shop") if r["messageID"] == "shop/" + message)

    def posted(self, connector="shop"):
        """The texts that the platform got."""
        try:
            with open(self.server.path(f"var/{connector}-replies.jsonl"), encoding="utf-8") as file:
                return [json.loads(line)["text"] for line in file if line.strip()]
        except FileNotFoundError:
            return []


def answers(checks, shop, driver, look, who):
    """Two people and one handoff: taken once, answered, taken back, answered again."""
    at = f"{look}: "
    ben = Person(driver, shop.server, "ben", look).sign_in()
    ana = Person(driver, shop.server, "ana", look).sign_in()
    id = shop.handoff(who + "0")
    checks(at + "the inbox shows what waits", ben.has(f'.row[data-id="{id}"]'), ben.text)
    due = ben.browser.run("""
        return [...document.querySelectorAll('.row')].filter(r => !r.innerText.includes('critical'))
          .map(r => r.querySelector('time.due').dateTime)""")
    checks(at + "what is due next stands first", due == sorted(due) and due, due)
    path = ben.open_handoff(id)
    ana.go(path)
    checks(at + "both see who else looks", ben.sees("Ana", 8) and ana.sees("Ben", 8), ben.text)
    ben.submit(f"/handoffs/{id}/take")
    checks(at + "whoever else looks sees at once who took it", ana.sees("Ben has this", 8), ana.text)
    late = shop.server.signed_in("ana")
    answer = late.post(f"/handoffs/{id}/take", {"csrf": late.csrf})
    told = answer.text if answer.status == 409 else late.get(answer.headers.get("location", "/")).text
    checks(at + "the second to take it reads who was first", "Ben" in told and (
        answer.status in (303, 409)), answer)
    ana.go(path)
    checks(at + "the second one cannot answer", not ana.has("form.reply"))
    wrong, right = f"Wrong words {who}", f"Right words {who}: yes, we do."
    ben.go(path).submit(f"/handoffs/{id}/reply", text=wrong)
    if "/conversations/" not in ben.browser.url:
        ben.go(path)
    undo = ben.browser.find('form[action^="/replies/"][action$="/undo"]')
    ben.submit(undo.attribute("action"))
    checks(at + "a reply can be taken back", not ben.has('form[action$="/undo"]'), ben.text)
    ben.go(path).submit(f"/handoffs/{id}/reply", text=right)
    sent = time.monotonic()
    ana.go(path).submit(path + "/notes", text=f"Ana knows more about {who}.")
    checks(at + "a colleague reads a note", ben.go(path).sees(f"Ana knows more about {who}."))
    until("the reply is posted", lambda: right in shop.posted(), 40)
    took = time.monotonic() - sent
    checks(at + "a reply leaves after its ten seconds, once", 8 <= took and shop.posted().count(right) == 1,
           f"{took:.1f} s")
    checks(at + "what was taken back was never posted", wrong not in shop.posted())
    checks(at + "the conversation shows that it is out", ben.go(path).browser.find(".entry.ours .tag.good").text
           == "sent", ben.text)
    ben.go("/inbox?queue=ended")
    checks(at + "an answered handoff has ended", ben.has(f'.row[data-id="{id}"]'), ben.text)
    live(checks, shop, ben, ana, who, at)
    lists(checks, shop, ben, who, at)
    return ben, ana


def live(checks, shop, ben, ana, who, at):
    """What others do comes to an open page by itself."""
    id = shop.handoff(who + "1")
    ana.go("/inbox")
    row = f'.row[data-id="{id}"]'
    ana.browser.find(row)
    ben.go("/inbox").open_handoff(id)
    ben.submit(f"/handoffs/{id}/take")
    try:
        until("the row goes", lambda: not ana.has(row), 8)
        gone = True
    except TimeoutError:
        gone = False
    checks(at + "an open inbox loses what a colleague takes", gone)


def lists(checks, shop, ben, who, at):
    """Search, and many at once."""
    ben.go("/inbox").fill(ben.browser.find("form.filters"), {"q": "Azores"})
    ben.browser.find("form.filters button[type=submit]").click()
    until("the search", lambda: "q=Azores" in ben.browser.url)
    found = ben.browser.all(".row")
    checks(at + "the search finds the words and nothing else", found and all(
        "Azores" in row.text for row in found), [row.text for row in found])
    ids = [shop.handoff(who + n) for n in "23"]
    ben.go("/inbox")
    for id in ids:
        ben.browser.find(f'label[for="h{id}"]').click_in_view()
    ben.submit("/handoffs/bulk", 'button[value="snooze"]')
    ben.go("/inbox?queue=snoozed")
    checks(at + "many are snoozed at once", all(ben.has(f'.row[data-id="{id}"]') for id in ids), ben.text)


def drafts(checks, shop, ana, numbers, at):
    """One draft is approved, one in other words, one rejected."""
    ana.go("/approvals")
    rows = shop.server.json("drafts")
    waiting = [row for n in numbers for row in rows if row["messageID"] == f"forum/q{n}"]
    approved, edited, rejected = (row["id"] for row in waiting)
    before = len(shop.posted("forum"))
    ana.submit(f"/drafts/{approved}/approve")
    words = f"In other words {numbers}."
    ana.go("/approvals").submit(f"/drafts/{edited}/approve", text=words)
    ana.go("/approvals").submit(f"/drafts/{rejected}/discard", reason="They asked something else.")
    until("two drafts are posted", lambda: len(shop.posted("forum")) >= before + 2, 30)
    texts = shop.posted("forum")[before:]
    checks(at + "an approved draft goes out", any("under My orders" in t or "Refunds" in t for t in texts), texts)
    checks(at + "an edited one goes out in its new words", any(words in text for text in texts), texts)
    checks(at + "a rejected one does not", len(texts) == 2, texts)
    kept = shop.server.command("corrections")
    checks(at + "the reason of a rejection is kept to learn from", "They asked something else." in kept, kept)


def incident(checks, shop, ana, lea, message, at):
    """Opened by hand; one person's word does not end it, two people's do."""
    ana.go("/incidents").submit("/incidents", procedure="recall", message="shop/" + message)
    number = max(row["id"] for row in shop.server.json("incidents"))
    path = f"/incidents/{number}"
    checks(at + "an incident is opened by hand", ana.go(path).has(f'form[action="{path}/resume"]'), ana.text)
    ana.submit(path + "/resume")
    state = [row for row in shop.server.json("incidents") if row["id"] == number]
    checks(at + "one person alone does not end it", len(state) == 1, state)
    ana.go(path)
    if ana.has(f'form[action="{path}/resume"]'):
        ana.submit(path + "/resume")
    state = [row for row in shop.server.json("incidents") if row["id"] == number]
    checks(at + "nor does the same person twice", len(state) == 1, state)
    lea.go(path)
    checks(at + "the second person sees who agreed", lea.sees("1 of 2", 3) and lea.sees("Ana", 3), lea.text)
    lea.submit(path + "/resume")
    state = [row for row in shop.server.json("incidents") if row["id"] == number]
    checks(at + "two people end it", not state, state)


def hold(checks, shop, ana, at):
    """Set and released by a lead; everybody sees it."""
    ana.go("/incidents").submit("/holds", scope="all", reason="A rumour; wait for the press office.")
    checks(at + "a hold is on", shop.server.json("status")["holds"], ana.text)
    checks(at + "every page says that replies are held", ana.go("/inbox").sees("Everything is on hold", 3), ana.text)
    ana.go("/incidents").submit("/holds/release", form=':has([value="all"])')
    left = [h["scope"] for h in shop.server.json("status")["holds"]]
    checks(at + "and is released", "all" not in left and not ana.go("/inbox").sees("Everything", 0.3), left)


def desk(checks, shop, driver):
    return flow(checks, shop, driver, "desktop-light", "d", [0, 1, 2])


def phone(checks, shop, driver):
    return flow(checks, shop, driver, "phone-light", "p", [3, 4, 5])


def flow(checks, shop, driver, look, who, numbers):
    at = f"{look}: "
    ben, ana = answers(checks, shop, driver, look, who)
    lea = Person(driver, shop.server, "lea", look).sign_in()
    checks.part(drafts, checks, shop, ana, numbers, at)
    checks.part(incident, checks, shop, ana, lea, who + "4", at)
    checks.part(hold, checks, shop, ana, at)
    for person in (ben, ana, lea):
        person.browser.quit()


def plain(checks, shop, driver):
    """Without scripts: signed in, taken, answered, taken back, answered."""
    at = "without scripts: "
    ben = Person(driver, shop.server, "ben", "phone-light", scripts=False).sign_in()
    id = shop.handoff("n0")
    path = ben.go("/inbox").open_handoff(id)
    ben.submit(f"/handoffs/{id}/take")
    ben.go(path).submit(f"/handoffs/{id}/reply", text="Wrong, without scripts")
    ben.go(path)
    ben.submit(ben.browser.find('form[action$="/undo"]').attribute("action"))
    ben.go(path).submit(f"/handoffs/{id}/reply", text="Right, without scripts")
    until("the reply is posted", lambda: "Right, without scripts" in shop.posted(), 40)
    checks(at + "taken, answered, taken back and answered", "Wrong, without scripts" not in shop.posted())
    other = shop.handoff("n1")
    ben.go("/inbox").open_handoff(other)
    ben.submit(f"/handoffs/{other}/snooze", "button[name=for]")
    checks(at + "snoozed", ben.go("/inbox?queue=snoozed").has(f'.row[data-id="{other}"]'), ben.text)
    ben.browser.quit()


def keyboard(checks, shop, driver):
    """Without a mouse."""
    at = "by keyboard: "
    ben = Person(driver, shop.server, "ben")
    keys = ben.go("/sign-in").browser
    keys.find("#name")
    while keys.focused().attribute("id") != "name":
        keys.press("Tab")
    keys.press("ben", "Tab", "correct horse of ben", "Enter")
    until("the inbox", lambda: "/inbox" in keys.url)
    keys.find(".row")
    keys.press("?")
    checks(at + "? lists the keys", keys.find("dialog#keys").is_shown)
    keys.press("Escape")
    keys.press("/")
    checks(at + "/ goes to the search", keys.focused().attribute("id") == "q")
    keys.run("document.activeElement.blur()")
    keys.press("j", "j", "k")
    second = keys.run("return document.activeElement.closest('.row')?.dataset.id || null")
    rows = [row.attribute("data-id") for row in keys.all(".row")]
    checks(at + "j and k go through the rows", second == rows[0] or second == rows[1], (second, rows[:3]))
    shop.server.command("handoffs", "take", str(shop.handoff("k7")), "--as", "lea")
    until("the list is made anew", lambda: not ben.has(f'.row[data-id="{shop.handoff("k7")}"]'), 10)
    still = keys.run("return document.activeElement.closest('.row')?.dataset.id || null")
    checks(at + "a list made anew keeps the focus where it was", still == second, (still, second))
    keys.press("o")
    until("the conversation", lambda: "/conversations/" in keys.url)
    path = keys.url.removeprefix(shop.server.url).split("?")[0].split("#")[0]
    keys.find("[data-key=t]")
    keys.press("t")
    until("it is taken", lambda: any(
        r["state"] == "taken" and str(r["id"]) == second for r in shop.server.handoffs()), 10)
    ben.go(path)
    keys.find("form.reply")
    keys.press("r")
    checks(at + "r goes to the editor", keys.focused().attribute("name") == "text")
    keys.press("Written by keys alone")
    keys.press("Enter", holding="Control")
    until("it is sent", lambda: "Written by keys alone" in shop.posted(), 40)
    checks(at + "t takes, r writes, Ctrl+Enter sends", True)
    ben.go("/inbox").browser.find(".row")
    keys.press("g", "a")
    checks(at + "g a goes to the approvals", bool(until("approvals", lambda: "/approvals" in keys.url, 5)))
    ben.browser.quit()
    folds(checks, shop, driver, at)


def folds(checks, shop, driver, at):
    """What a person has open stays open, and the focus on it, when others change the page."""
    ben = Person(driver, shop.server, "ben").sign_in()
    keys = ben.browser
    path = ben.go("/inbox").open_handoff(shop.handoff("k6"))
    keys.find("details.why summary")
    keys.run("document.querySelector('details.why summary').focus()")
    keys.press("Enter")
    place = """
        const e = document.activeElement, fold = e?.closest('details');
        return [e?.closest('.entry')?.id || null, e?.localName, !!fold?.open];"""
    before = keys.run(place)
    checks(at + "a fold opens", before[1:] == ["summary", True], before)
    ana = shop.server.signed_in("ana")
    ana.post(path + "/notes", {"csrf": ana.csrf, "text": "Said meanwhile."})
    checks(at + "a note comes in", ben.sees("Said meanwhile."), ben.text)
    after = keys.run(place)
    checks(at + "the fold stays open and under the focus", after == before, (before, after))
    keys.quit()


def tabs(checks, shop, driver):
    """Many conversations side by side in one browser, each with its stream of changes."""
    ben = Person(driver, shop.server, "ben").sign_in()
    paths = [e.attribute("href") for e in ben.go("/inbox").browser.all(".row h2 a")[:10]]
    took = []
    for path in paths:
        ben.browser.tab()
        started = time.monotonic()
        ben.go(path)
        took.append(time.monotonic() - started)
    checks("ten conversations open side by side", max(took) < 5, [round(t, 1) for t in took])
    ben.browser.quit()


PARTS = {"desktop": desk, "phone": phone, "plain": plain, "keyboard": keyboard, "tabs": tabs,
         "pages": browser_pages.pages, "account": browser_pages.account}


def main():
    given = arguments(__doc__.splitlines()[0], pictures="", only=",".join(["pages", *PARTS]))
    if missing():
        print(f"NOT RUN: the console in a browser: {missing()}")
        return 0
    checks = Checks("browser")
    shop, driver = Shop(given.replyd), Driver()
    try:
        # Pictures first: nothing has been worked away yet.
        for name in dict.fromkeys(given.only.split(",")):
            more = [given.pictures] if name == "pages" else []
            checks.part(PARTS[name], checks, shop, driver, *more)
        errors = [line for line in shop.server.log.splitlines()
                  if re.search(r"\b(error|critical)\b", line) and "windowMissed" not in line]
        checks.no_faults("the daemon logged no error", errors)
    finally:
        driver.stop()
        shop.server.stop()
    return checks.status()


if __name__ == "__main__":
    sys.exit(main())
