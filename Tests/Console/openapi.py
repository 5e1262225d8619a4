"""Runs schemathesis against a server with handoffs, drafts and an incident; see openapi.sh."""

import os, re, subprocess, sys

from attack_access import SCOPES
from browser import change
from checks import Checks
from customers import recordings
from servers import Background, Server, arguments
from visits import Visitor


def fuzz(given, server, token):
    """One run; gives its status and what it says."""
    words = [os.path.abspath(given.schemathesis), "run", server.url + "/api/v1/openapi.json",
             "--header", f"Authorization: Bearer {token}",
             "--phases", "examples,coverage,fuzzing", "--checks", "all", "--mode", "all",
             # One worker: in Python 3.11 several end with "recursion depth mismatch".
             "--max-examples", given.examples, "--workers", "1",
             "--request-timeout", "20", "--continue-on-failure", "--no-color",
             "--generation-database", "none", "--seed", "12", "--warnings", "off"]
    done = subprocess.run(words, capture_output=True, text=True, timeout=300,
                          cwd=server.folder)
    return done.returncode, done.stdout + done.stderr


def summary(said, shown=2):
    """Each kind of failure: how often, and the first ones in full."""
    blocks = re.split(r"(?m)^_{3,} (?=.* _{3,}$)", said)
    kinds = {}
    for block in blocks[1:]:
        for kind in set(re.findall(r"(?m)^- (.+)$", block)) or {"an error of the fuzzer"}:
            kinds.setdefault(kind, []).append(block)
    for kind, found in kinds.items():
        print(f"{kind}: {len(found)} operations")
        for block in found[:shown]:
            print("    " + "\n    ".join(block.split("\n====")[0][:1500].splitlines()))
    print(said[said.rfind("SUMMARY"):][:1500])


def main():
    given = arguments(__doc__.splitlines()[0], schemathesis="schemathesis", examples="20")
    checks = Checks("openapi")
    server = Server(given.replyd, recordings(), change).start()
    try:
        server.settle(40)
        runs = {role: Background(fuzz, given, server, server.token("fuzz-" + role, role, scopes))
                for role, scopes in (("admin", SCOPES), ("viewer", ["read"]))}
        for role, run in runs.items():
            status, said = run.result()
            summary(said)
            checks(f"the API is as its description says, with a token of the role {role}", status == 0)
        alive = server.process.poll() is None and server.visitor().get("/healthz").status == 200
        checks("the daemon lived through it", alive, server.log[-1000:])
        failed = [line for line in server.log.splitlines() if "failed:" in line]
        checks.no_faults("nothing of ours failed", failed + Visitor.broken)
    finally:
        server.stop()
    return checks.status()


if __name__ == "__main__":
    sys.exit(main())
