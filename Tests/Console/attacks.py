"""The console, attacked: roles, teams, forged forms, sessions, guesses, scripts, broken requests.

    python3 Tests/Console/attacks.py --replyd .build/debug/replyd [--only access,wire,text,slow,tls]
"""

import sys, urllib.parse

import attack_access, attack_text, attack_tls, attack_wire
from checks import Checks
from servers import Server, USERS, arguments, message
from visits import Visitor
from webdriver import missing


def started(binary):
    """A server with handoffs of two teams, and everybody signed in."""
    shop = [message(f"s{n}", f"zqcare zx{n} my parcel", minutes=n) for n in range(12)]
    invoices = [message(f"i{n}", f"zqbilling zx{n} my invoice", minutes=n) for n in range(4)]
    server = Server(binary, {"shop": shop, "invoices": invoices}, plainly).start()
    server.settle(16)
    server.add_users()
    return server, {name: server.signed_in(name) for name in USERS}


def plainly(config):
    """No stage but the handoff: what it is about is not of interest."""
    config["stages"] = config["stages"][-1:]


def access(checks, server, people):
    checks.part(attack_access.page_matrix, checks, server, people)
    checks.part(attack_access.foreign_teams, checks, server, people)
    checks.part(attack_access.forged_forms, checks, server, people)
    checks.part(attack_access.token_matrix, checks, server)
    checks.part(attack_access.sessions, checks, server)


def wire(checks, server, people):
    checks.part(attack_wire.headers, checks, server, people)
    checks.part(attack_wire.methods, checks, server, people)
    checks.part(attack_wire.broken_requests, checks, server)
    checks.part(attack_wire.doubled_requests, checks, server)


def text(checks, binary):
    """On a server of its own, whose messages are the payloads."""
    server = attack_text.wild_server(binary).start()
    try:
        server.settle(len(attack_text.PAYLOADS))
        server.add_users("ada")
        ada = server.signed_in("ada")
        paths = checks.part(attack_text.stored_scripts, checks, server, ada) or []
        checks.part(attack_text.spreadsheets, checks, ada)
        if missing():
            print(f"NOT RUN: the payloads in a browser: {missing()}")
        else:
            checks.part(attack_text.in_browser, checks, server, paths)
        lived(checks, server, "what customers and users wrote")
    finally:
        server.stop()


def lived(checks, server, after):
    checks(f"the daemon lived through {after}", server.process.poll() is None, server.log[-500:])
    secret = [word for word in ("correct horse", urllib.parse.quote("correct horse"), "replyd_")
              if word in server.log]
    checks(f"no password and no token is in its log after {after}", not secret, secret)


def main():
    given = arguments(__doc__.splitlines()[0], only="access,wire,slow,tls,text")
    parts = given.only.split(",")
    checks = Checks("attacks")
    if {"access", "wire", "slow"} & set(parts):
        server, people = started(given.replyd)
        try:
            if "access" in parts:
                access(checks, server, people)
            if "wire" in parts:
                wire(checks, server, people)
            if "slow" in parts:
                checks.part(attack_wire.slow_connections, checks, server, people)
            if "access" in parts:
                checks.part(attack_access.guesses, checks, server)
            lived(checks, server, "all that")
        finally:
            server.stop()
    if "tls" in parts:
        checks.part(attack_tls.public_door, checks, given.replyd)
    if "text" in parts:
        checks.part(text, checks, given.replyd)
    checks.no_faults("no answer was an error of ours", Visitor.broken)
    return checks.status()


if __name__ == "__main__":
    sys.exit(main())
