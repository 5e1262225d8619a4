"""Who may do what, and whether it is really them: roles, teams, tokens, sessions, forms, passwords."""

import itertools, re

from servers import PASSWORD, USERS
from visits import Visitor

ROLES = ["viewer", "agent", "lead", "admin"]
SCOPES = ["read", "handoffs", "drafts", "incidents", "admin"]
# Nobody has a row of this number.
NOBODY = "987654321"
PAGES = {"/inbox": "viewer", "/approvals": "viewer", "/incidents": "viewer", "/reports": "viewer",
         "/health": "viewer", "/account": "viewer", "/users": "admin", "/audit": "admin"}
# What pages post to, and the least role that may.
ACTIONS = {
    **{f"/handoffs/{NOBODY}/{verb}": "agent"
       for verb in ("take", "reply", "snooze", "return", "close", "review")},
    "/handoffs/bulk": "agent", f"/conversations/{NOBODY}/notes": "agent",
    f"/replies/{NOBODY}/undo": "agent", f"/drafts/{NOBODY}/approve": "agent",
    f"/drafts/{NOBODY}/discard": "agent", "/corrections": "agent",
    f"/incidents/{NOBODY}/resume": "lead", "/incidents": "lead", "/incidents/drill": "lead",
    "/holds": "lead", "/holds/release": "lead",
    "/users": "admin", "/users/nobody/role": "admin", "/users/nobody/teams": "admin",
    "/users/nobody/password": "admin", "/users/nobody/disable": "admin",
    "/users/nobody/enable": "admin", "/users/nobody/sign-out": "admin", "/tokens": "admin",
    f"/tokens/{NOBODY}/revoke": "admin"}


def may(role, least):
    return ROLES.index(role) >= ROLES.index(least)


def operations(document):
    """Each operation of the OpenAPI file: method, path that names nothing there is, role, scope."""
    for path, methods in document["paths"].items():
        base = document.get("servers", [{"url": ""}])[0]["url"]
        prefix = "" if path.startswith("/api/") else re.sub(r"^https?://[^/]+", "", base).rstrip("/")
        for method, operation in methods.items():
            if method not in ("get", "post", "put", "patch", "delete"):
                continue
            filled = re.sub(r"\{[^}]*\}", NOBODY, prefix + path)
            yield method.upper(), filled, operation.get("x-role"), operation.get("x-scope")


def denied(visitor, method, path):
    """Whether the door was shut: 401 or 403. The rest of the answer may never end."""
    body = "{}" if method in ("POST", "PUT", "PATCH") else None
    answer = visitor.ask(method, path, body, {"Content-Type": "application/json"}, head_only=True)
    return answer.status in (401, 403), answer.status


def token_matrix(checks, server):
    """Every role with every scope, and all scopes at once, on every operation of the API."""
    document = server.visitor().get("/api/v1/openapi.json").json
    table = list(operations(document))
    checks("the OpenAPI file names a role and a scope for each operation",
           table and all(role in ROLES + ["anyone"] and (scope in SCOPES or role == "anyone")
                         for _, _, role, scope in table),
           [row for row in table if row[2] not in ROLES or row[3] not in SCOPES])
    faults, cells = [], 0
    nobody = server.visitor()
    for method, path, least, _ in table:
        cells += 1
        is_denied, status = denied(nobody, method, path)
        if is_denied != (least in ROLES):
            faults.append(f"anonymous {method} {path}: {status}")
    for role, scopes in itertools.product(ROLES, [[s] for s in SCOPES] + [SCOPES]):
        bearer = server.visitor(server.token(f"{role}-{'-'.join(scopes)}"[:40], role, scopes))
        for method, path, least, scope in table:
            cells += 1
            is_denied, status = denied(bearer, method, path)
            allowed = least not in ROLES or (may(role, least) and scope in scopes)
            if is_denied == allowed:
                faults.append(f"{role} with {','.join(scopes)}: {method} {path}: {status}")
    checks.no_faults(f"each of {cells} cells of role, scope and operation is as the table says",
                     faults)


def page_matrix(checks, server, people):
    """Each role on each page and on each form's address."""
    faults, cells = [], 0
    for path in PAGES:
        cells += 1
        answer = server.visitor().get(path)
        to = answer.headers.get("location", "")
        if answer.status not in (302, 303) or not to.startswith("/sign-in"):
            faults.append(f"anonymous GET {path}: {answer.status} {to}")
    for action in ACTIONS:
        cells += 1
        answer = server.visitor().post(action, {"csrf": "x"})
        if answer.status not in (302, 303, 401, 403) or answer.status in (302, 303) and \
                not answer.headers.get("location", "").startswith("/sign-in"):
            faults.append(f"anonymous POST {action}: {answer.status}")
    for name in ("vic", "ben", "ana", "ada"):
        role, visitor = USERS[name][0], people[name]
        csrf = visitor.csrf
        for path, least in PAGES.items():
            cells += 1
            answer = visitor.get(path)
            if answer.status != (200 if may(role, least) else 403):
                faults.append(f"{role} GET {path}: {answer.status}")
        for action, least in ACTIONS.items():
            cells += 1
            answer = visitor.post(action, {"csrf": csrf})
            if (answer.status == 403) == may(role, least):
                faults.append(f"{role} POST {action}: {answer.status}")
    checks.no_faults(f"each of {cells} cells of role and page is as the table says", faults)


def foreign_teams(checks, server, people):
    """What belongs to another team is not there, by whatever number it is asked for."""
    care = [row["id"] for row in server.handoffs("shop")][:3]
    conversations = sorted({link for link in people["ada"].get("/inbox").page.links()
                            if re.fullmatch(r"/conversations/\d+", link.split("?")[0])})
    tom, faults = people["tom"], []
    mine = {link for link in tom.get("/inbox").page.links() if "/conversations/" in link}
    checks("a user sees the own team's conversations", mine, tom.get("/inbox").text[:300])
    foreign = [c for c in conversations if c not in mine and c + "?" not in "".join(mine)]
    checks("there are conversations of another team to ask for", care and foreign)
    csrf = tom.csrf
    bearer = server.visitor(server.token("billing", "agent", SCOPES[:4], ["billing"]))
    for path in foreign:
        for who, target in ((tom, path), (bearer, "/api/v1" + path)):
            answer = who.get(target)
            if answer.status != 404:
                faults.append(f"GET {target}: {answer.status}")
        for target, fields in ((path + "/notes", {"text": "x"}),):
            answer = tom.post(target, {"csrf": csrf, **fields})
            if answer.status != 404:
                faults.append(f"POST {target}: {answer.status}")
    for id in care:
        for verb, fields in (("take", {}), ("reply", {"text": "x"}), ("close", {}),
                             ("return", {"summary": "x"}), ("snooze", {"for": "30m"}),
                             ("review", {"text": "x"})):
            answer = tom.post(f"/handoffs/{id}/{verb}", {"csrf": csrf, **fields})
            if answer.status != 404:
                faults.append(f"POST /handoffs/{id}/{verb}: {answer.status}")
            answer = bearer.post_json(f"/api/v1/handoffs/{id}/{verb}", fields)
            if answer.status != 404:
                faults.append(f"POST /api/v1/handoffs/{id}/{verb}: {answer.status}")
    checks.no_faults("numbers of another team's are answered with 404", faults)
    listed = tom.get("/inbox?queue=waiting&team=care").text + tom.get("/inbox?q=parcel").text \
        + bearer.get("/api/v1/inbox?team=care").text + bearer.get("/api/v1/inbox?q=parcel").text \
        + tom.get("/approvals").text
    checks("lists and searches of one team have nothing of another's", "zqcare" not in listed)
    states = {row["id"]: row["state"] for row in server.handoffs("shop")}
    checks("whoever is of another team has changed nothing",
           all(states.get(id) in ("open", "notified") for id in care), states)


def forged_forms(checks, server, people):
    """A form of another origin, without or with somebody else's token, does nothing."""
    ben, ana = people["ben"], people["ana"]
    id = server.handoffs("shop")[-1]["id"]
    action, own, others = f"/handoffs/{id}/take", ben.csrf, ana.csrf
    checks("two sessions have two form tokens", own and others and own != others)
    second = server.signed_in("ben")
    tries = {
        "no token": ({}, {}), "an empty token": ({"csrf": ""}, {}),
        "another person's token": ({"csrf": others}, {}),
        "the token of another session of the same person": ({"csrf": second.csrf}, {}),
        "half a token": ({"csrf": own[:-1]}, {}), "a token twice": ({"csrf": [others, own]}, {}),
        "another origin": ({"csrf": own}, {"Origin": "https://evil.example", "Sec-Fetch-Site": None}),
        "an opaque origin": ({"csrf": own}, {"Origin": "null", "Sec-Fetch-Site": None}),
        "another port": ({"csrf": own}, {"Origin": "http://127.0.0.1:1", "Sec-Fetch-Site": None}),
        "a cross-site request": ({"csrf": own}, {"Origin": None, "Sec-Fetch-Site": "cross-site"}),
        "a same-site request": ({"csrf": own}, {"Origin": None, "Sec-Fetch-Site": "same-site"}),
        "text/plain": ({"csrf": own}, {"Content-Type": "text/plain", "Origin": "https://evil.example"}),
    }
    for name, (fields, headers) in tries.items():
        answer = ben.post(action, fields, headers)
        checks(f"a form with {name} is refused", answer.status in (403, 415), answer)
    answer = ben.get(f"{action}?csrf={own}")
    checks("nothing is done by GET", answer.status in (404, 405), answer)
    cross = server.visitor().post("/sign-in", {"name": "ben", "password": PASSWORD.format("ben")},
                                  {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"})
    checks("no other site signs people in", cross.status == 403 and not cookie_of(cross)[1], cross)
    answer = ben.post_json(f"/api/v1/handoffs/{id}/take", {})
    checks("a cookie alone changes nothing through the API", answer.status in (401, 403), answer)
    row = next(r for r in server.handoffs("shop") if r["id"] == id)
    checks("none of them took the handoff", row["state"] in ("open", "notified"), row)
    answer = ben.post(action, {"csrf": own})
    checks("the form as the page sends it takes it", answer.status in (200, 302, 303), answer)


def cookie_of(answer):
    """Name, value and flags of the session's cookie in an answer."""
    line = next((c for c in answer.cookies if c.split("=")[0] in ("replyd", "__Host-replyd")), "")
    pair, *flags = line.split(";")
    name, _, value = pair.partition("=")
    return name, value, {flag.strip().lower() for flag in flags}


def sessions(checks, server):
    """A session begins with signing in, is nobody else's, and ends."""
    visitor = server.visitor()
    answer = visitor.sign_in("lea", PASSWORD.format("lea"))
    name, value, flags = cookie_of(answer)
    checks("signing in leads on", answer.status in (302, 303) and value, answer)
    wanted = {"httponly", "path=/"}
    checks("the cookie is HttpOnly, SameSite, for this host alone",
           wanted <= flags and flags & {"samesite=lax", "samesite=strict"}
           and not any(f.startswith("domain") for f in flags), flags)
    checks("a session has 256 bits", len(value) >= 43, len(value))
    planted = "A" * len(value)
    fixed = server.visitor()
    fixed.cookies[name] = planted
    checks("an invented session is nobody's", fixed.get("/inbox").status in (302, 303))
    after = cookie_of(fixed.sign_in("lea", PASSWORD.format("lea")))[1]
    checks("a cookie from before signing in is not the session after it",
           after and after not in (planted, value))
    stolen = server.visitor()
    stolen.cookies[name] = value
    again = cookie_of(stolen.sign_in("lea", PASSWORD.format("lea")))[1]
    checks("signing in again makes another session", again and again != value)
    checks("the session works", visitor.get("/inbox").status == 200)
    copied = dict(visitor.cookies)
    out = visitor.submit("/account", "/sign-out")
    checks("signing out leads on", out.status in (302, 303), out)
    checks("signing out clears the cookie", name not in visitor.cookies, visitor.cookies)
    thief = server.visitor()
    thief.cookies = copied
    checks("a session that was signed out is refused", thief.get("/inbox").status in (302, 303))
    checks("other sessions of the same person go on", stolen.get("/inbox").status == 200)
    revoked(checks, server, stolen)


def revoked(checks, server, visitor):
    """What an admin ends has ended at once."""
    server.command("users", "disable", "lea")
    checks("who is disabled is out at once", visitor.get("/inbox").status in (302, 303))
    refused = server.visitor().sign_in("lea", PASSWORD.format("lea"))
    checks("who is disabled cannot sign in", not cookie_of(refused)[1], refused)
    server.command("users", "enable", "lea")
    visitor = server.signed_in("lea")
    server.command("users", "sign-out", "lea")
    checks("sessions that were ended by an admin are refused", visitor.get("/inbox").status in (302, 303))
    token = server.token("shortly", "viewer", ["read"])
    bearer = server.visitor(token)
    checks("a token works", bearer.get("/api/v1/inbox").status == 200, bearer.get("/api/v1/inbox"))
    for wrong in (token[:-1] + ("A" if token[-1] != "A" else "B"), token + "A", "replyd_", "x" * 5000):
        answer = server.visitor(wrong).get("/api/v1/inbox")
        checks(f"a token of {len(wrong)} characters that is not ours is refused",
               answer.status in (401, 431), answer)
    row = next(r for r in server.json("tokens") if r["name"] == "shortly")
    server.command("tokens", "revoke", str(row["id"]))
    checks("a revoked token is refused", bearer.get("/api/v1/inbox").status == 401)
    answer = server.visitor().get(f"/api/v1/inbox?token={token}")
    checks("no token is read from an address", answer.status == 401, answer)


def guesses(checks, server):
    """Guessing passwords soon comes to nothing, and hinders nobody else."""
    def attempt(name, password, source):
        visitor = Visitor(server.port, source=source)
        return visitor.sign_in(name, password, headers={"User-Agent": "guess"})

    present = server.signed_in("ben")
    answers = [attempt("ben", f"wrong password {n}", "127.0.0.66") for n in range(30)]
    refused = [a for a in answers if a.status == 429]
    checks("30 wrong passwords are throttled", len(refused) >= 20, [a.status for a in answers])
    waits = [a.headers.get("retry-after", "") for a in refused]
    checks("and told when to come back", waits and all(w.isdigit() and int(w) >= 1 for w in waits),
           waits[:5])
    checks("no wrong password lets anybody in", not any(cookie_of(a)[1] for a in answers))
    right = attempt("ben", PASSWORD.format("ben"), "127.0.0.66")
    checks("the right one is refused meanwhile", right.status == 429, right)
    checks("who is signed in goes on", present.get("/inbox").status == 200)
    other = attempt("vic", PASSWORD.format("vic"), "127.0.0.1")
    checks("others sign in", other.status in (302, 303), other)
    spread = [attempt(f"nobody{n}", "some password of mine", "127.0.0.67") for n in range(30)]
    checks("30 names tried from one address are throttled",
           sum(a.status == 429 for a in spread) >= 5, [a.status for a in spread])
    texts = {re.sub(r'value="[^"]*"', "", a.text) for a in (answers[0], spread[0])}
    checks("nothing tells whether a name exists", len(texts) == 1)
    server.command("users", "password", "ben", "--password-file", server.path("password"), must=False)
