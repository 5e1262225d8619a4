"""`hostile.py MODE`: a stage that keeps the protocol until it does not. For the host's tests.

It reads its manifest from `plugin.json` in the working folder, makes the finding `hostile` for each
message, and misbehaves as its mode says: those of POISONED when a message's text holds "poison",
the others at the time that their comment names.
"""

import json
import os
import signal
import sys
import time
from pathlib import Path

POISON = "poison"
FOREVER = 1_000_000  # seconds
TERMINATIONS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
FORKED = 5  # children; every second one in a session of its own
STARTS = Path("starts")  # a line for each process that was started in this folder


def send(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def encoded(answer: dict) -> str:
    return json.dumps(answer, ensure_ascii=False, separators=(",", ":"))


def result(id: int, value: object) -> dict:
    return {"jsonrpc": "2.0", "id": id, "result": value}


def finding(value: object, **more: object) -> dict:
    return {"findings": [{"name": "hostile", "value": value, **more}]}


# What a mode does instead of answering properly. Each gets the proper answer.


def hangs(answer: dict) -> None:
    time.sleep(FOREVER)


def spins(answer: dict) -> None:
    while True:
        pass


def exits(answer: dict) -> None:
    os._exit(3)


def forks(answer: dict) -> None:
    """Leaves children behind that hold standard output open and will not end by themselves."""
    for number in range(FORKED):
        if os.fork() == 0:
            linger(in_own_session=number % 2 == 1)
    hangs(answer)


def linger(in_own_session: bool) -> None:
    if in_own_session:
        os.setsid()
        if os.fork() != 0:  # The parent's end gives the grandchild to init.
            os._exit(0)
    ignore_terminations()
    with open("lingering", "a") as file:
        file.write(f"{os.getpid()}\n")
    time.sleep(FOREVER)


def floods_stdout(answer: dict) -> None:
    while True:
        send(encoded(answer))


def floods_stderr(answer: dict) -> None:
    line = "e" * 1023 + "\n"
    for _ in range(50 * 1024):
        sys.stderr.write(line)
    send(encoded(answer))


def answers_twice(answer: dict) -> None:
    send(encoded(answer) + "\n" + encoded(answer))


def wrong_id(answer: dict) -> None:
    send(encoded({**answer, "id": answer["id"] + 1000}))


def half_line(answer: dict) -> None:
    text = encoded(answer)
    sys.stdout.write(text[: len(text) // 2])
    sys.stdout.flush()
    os._exit(0)


def long_line(answer: dict) -> None:
    for _ in range(100):
        sys.stdout.write("[" * (1 << 20))
    sys.stdout.flush()
    hangs(answer)


def eats_memory(answer: dict) -> None:
    eaten = []
    try:
        while True:
            eaten.append(b"x" * (1 << 20))
    except MemoryError:
        hangs(answer)


def garbage(answer: dict) -> None:
    send("hello")
    send(encoded(answer))


def wrong_count(answer: dict) -> None:
    send(encoded(result(answer["id"], {"opinions": answer["result"]["opinions"][1:]})))


def bad_opinion(answer: dict) -> None:
    opinion = {**finding({"ok": True}, confidence=7), "proposals": [{"do": "shout"}]}
    opinions = [opinion for _ in answer["result"]["opinions"]]
    send(encoded(result(answer["id"], {"opinions": opinions})))


def deep_answer(answer: dict) -> None:
    deep = "[" * 10_000 + "]" * 10_000
    send(encoded(answer).replace('{"ok":true}', deep))


def not_json_number(answer: dict) -> None:
    send(encoded(answer).replace('{"ok":true}', '{"ok":NaN}'))


def environment(answer: dict) -> None:
    """Tells what the process was given; the descriptor of the listing itself is left out."""
    descriptors = [int(name) for name in os.listdir("/proc/self/fd")]
    value = {
        "environment": dict(os.environ),
        "descriptors": sorted(d for d in descriptors if os.path.exists(f"/proc/self/fd/{d}")),
        "cwd": os.getcwd(), "pgid": os.getpgrp(), "sid": os.getsid(0), "pid": os.getpid()}
    opinions = [finding(value) for _ in answer["result"]["opinions"]]
    send(encoded(result(answer["id"], {"opinions": opinions})))


def closes_stdin(answer: dict) -> None:
    """Answers, and then reads no more, without ending."""
    send(encoded(answer))
    os.close(0)
    hangs(answer)


POISONED = {
    "hangs": hangs, "spins": spins, "exits": exits, "forks": forks,
    "floodsStdout": floods_stdout, "floodsStderr": floods_stderr, "answersTwice": answers_twice,
    "wrongID": wrong_id, "halfLine": half_line, "longLine": long_line, "eatsMemory": eats_memory,
    "garbage": garbage, "wrongCount": wrong_count, "badOpinion": bad_opinion,
    "deepAnswer": deep_answer, "notJSONNumber": not_json_number, "environment": environment,
    "closesStdin": closes_stdin,
    "changesDeclaration": exits,  # and declares something else from the second process on
}
ELSEWHEN = {
    "dead",  # ends before it reads anything
    "slowStart",  # takes 30 s for `initialize`
    "ignoresTerm",  # ends neither on a signal nor on `shutdown` nor at the end of its input
}


def ignore_terminations() -> None:
    for number in TERMINATIONS:
        signal.signal(number, signal.SIG_IGN)


def declaration(mode: str) -> dict:
    """The manifest; in the mode `changesDeclaration` another one after a restart."""
    manifest = json.loads(Path("plugin.json").read_text(encoding="utf-8"))
    if mode == "changesDeclaration" and len(STARTS.read_text().splitlines()) > 1:
        manifest["version"] = "changed"
        setting = {"name": "changed", "type": "flag", "default": False, "help": "not declared"}
        manifest["settings"] = [*manifest["settings"], setting]
    return manifest


def reply(mode: str, request: dict) -> None:
    """Answers a request, as it should or as the mode says."""
    id, method, params = request["id"], request["method"], request["params"]
    if method == "evaluate":
        answer = result(id, {"opinions": [finding({"ok": True}) for _ in params["items"]]})
        if any(POISON in item["message"]["text"] for item in params["items"]):
            POISONED.get(mode, lambda answer: send(encoded(answer)))(answer)
        else:
            send(encoded(answer))
    elif method == "initialize":
        if mode == "slowStart":
            time.sleep(30)
        send(encoded(result(id, declaration(mode))))
    elif method == "shutdown":
        send(encoded(result(id, {})))
    else:
        error = {"code": -32601, "message": f"no method {method}"}
        send(encoded({"jsonrpc": "2.0", "id": id, "error": error}))


def main(mode: str) -> None:
    if mode not in POISONED and mode not in ELSEWHEN:
        sys.exit(f"no mode {mode}; there are {', '.join(sorted([*POISONED, *ELSEWHEN]))}")
    with STARTS.open("a") as file:
        file.write(f"{os.getpid()}\n")
    if mode == "dead":
        sys.exit(4)
    if mode == "ignoresTerm":
        ignore_terminations()
    for line in sys.stdin:
        request = json.loads(line)
        reply(mode, request)
        if request["method"] == "shutdown" and mode != "ignoresTerm":
            return
    if mode == "ignoresTerm":
        time.sleep(FOREVER)


main(sys.argv[1])
