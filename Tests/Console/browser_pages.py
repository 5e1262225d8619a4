"""Every page in every look: pictures for people to look at, and what can be checked without them."""

import base64, hashlib, hmac, struct, time

from accessibility import look_at

from checks import until
from people import Person
from servers import PASSWORD


def pages(checks, shop, driver, folder):
    """Each page as somebody sees it who may see everything."""
    ada = Person(driver, shop.server, "ada")
    browser = ada.go("/sign-in").browser
    look_at(checks, browser, "sign-in", folder)
    browser.find("#name").write("ada")
    browser.find("#password").write("not the password")
    ada.submit("/sign-in")
    look_at(checks, browser, "sign-in-refused", folder)
    ada.sign_in()
    titles = {}
    for name, path in {"inbox": "/inbox", "inbox-search": "/inbox?q=parcel", "inbox-nothing": "/inbox?q=zqzq",
                       "approvals": "/approvals", "incidents": "/incidents", "reports": "/reports",
                       "health": "/health", "account": "/account", "users": "/users", "audit": "/audit",
                       "nothing-here": "/nowhere", "no-such-conversation": "/conversations/987654321"}.items():
        ada.go(path)
        titles.setdefault(browser.title, []).append(name)
        look_at(checks, browser, name, folder)
    same = [names for title, names in titles.items() if len(names) > 1 and not names[0].startswith("inbox")
            and not names[-1].startswith("no")]
    checks.no_faults("each page has a title of its own", same)
    conversations(checks, shop, ada, driver, folder)
    one_incident(checks, shop, ada, folder)
    forbidden(checks, shop, driver, folder)
    browser.quit()


def conversations(checks, shop, ada, driver, folder):
    """One that waits, with everything opened; one that is being answered; one that somebody else has."""
    id = shop.handoff("c0")
    path = ada.go("/inbox").open_handoff(id)
    look_at(checks, ada.browser, "conversation", folder, steps=40)
    ada.browser.run("document.querySelectorAll('details').forEach(e => { e.open = true })")
    look_at(checks, ada.browser, "conversation-opened", folder, steps=60)
    checks("the words that a finding goes by are marked", ada.has(".words mark"), ada.text)
    ana = Person(driver, shop.server, "ana").sign_in()
    ana.go("/inbox").open_handoff(id)
    ana.submit("/macros", name="Sorry", text="Hello {{name}}, we are sorry.") if ana.has(
        'form[action="/macros"]') else None
    ana.go(path).submit(f"/handoffs/{id}/take")
    ana.go(path).browser.find("#text").type("Hello, we look into it today.")
    until("the guide's word", lambda: ana.browser.find("#verdict").text)
    look_at(checks, ana.browser, "conversation-checked", folder, steps=40)
    ana.go(path).submit(f"/handoffs/{id}/reply", text="Hello, we look into it today.")
    look_at(checks, ana.go(path).browser, "conversation-undo", folder)
    look_at(checks, ada.go(path).browser, "conversation-of-another", folder)
    ana.browser.quit()


def one_incident(checks, shop, ada, folder):
    ada.go("/incidents").submit("/incidents", procedure="recall", message="shop/c2")
    number = max(row["id"] for row in shop.server.json("incidents"))
    look_at(checks, ada.go("/incidents").browser, "incidents-open", folder)
    look_at(checks, ada.go(f"/incidents/{number}").browser, "incident", folder)
    ada.go("/incidents").submit("/incidents/drill", procedure="recall")
    look_at(checks, ada.browser, "incidents-drill", folder)


def forbidden(checks, shop, driver, folder):
    """What a viewer sees: nothing to press, and a page that says so where it is not theirs."""
    vic = Person(driver, shop.server, "vic").sign_in()
    vic.go("/users")
    checks("a viewer reads that a page is not theirs", "403" in vic.text or "admin" in vic.text, vic.text)
    look_at(checks, vic.browser, "not-allowed", folder)
    vic.go("/inbox").open_handoff(shop.handoff("c1"))
    verbs = [e.attribute("action") for e in vic.browser.all("form[method=post]")]
    checks("a viewer has nothing to press but the way out",
           all(verb in ("/sign-out",) for verb in verbs), verbs)
    look_at(checks, vic.browser, "conversation-viewer", folder)
    vic.browser.quit()


def code(secret, at=None):
    """RFC 6238, as an app computes it."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    step = struct.pack(">Q", int((at or time.time()) // 30))
    digest = hmac.new(key, step, hashlib.sha1).digest()
    start = digest[-1] & 15
    number = struct.unpack(">I", digest[start:start + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"


def account(checks, shop, driver, *_):
    """The second factor, a new password, sessions that end."""
    vic = Person(driver, shop.server, "vic").sign_in()
    other = Person(driver, shop.server, "vic").sign_in()
    vic.go("/account").submit("/account/totp")
    secret = "".join(vic.browser.find(".secret code").text.split())
    vic.submit("/account/totp/confirm", code=code(secret), password=PASSWORD.format("vic"))
    checks("a second factor is set up", vic.go("/account").has('form[action="/account/totp/off"]'), vic.text)
    vic.submit("/sign-out")
    vic.go("/sign-in")
    vic.browser.find("#name").write("vic")
    vic.browser.find("#password").write(PASSWORD.format("vic"))
    vic.submit("/sign-in")
    checks("then the password alone is not enough", vic.go("/inbox").has("#password"), vic.browser.url)
    vic.go("/sign-in")
    vic.submit("/sign-in", name="vic", password=PASSWORD.format("vic"), code=code(secret, time.time() + 30))
    checks("the code is", vic.go("/inbox").has("nav.pages"), vic.text)
    new = "a longer and newer password"
    vic.go("/account").submit("/account/password", old=PASSWORD.format("vic"), new=new)
    checks("whoever changes the password stays in", vic.go("/inbox").has("nav.pages"), vic.text)
    checks("all other sessions have ended", other.go("/inbox").has("#password"), other.text)
    wrong = vic.go("/account")
    wrong.submit("/account/password", old="not the old one", new=new + "!")
    checks("the old password is asked for", vic.sees("nothing was changed", 3), vic.text)
    for person in (vic, other):
        person.browser.quit()
