"""A running `replyd` with a console, messages of its own and users, for the tests from outside."""

import argparse, datetime, json, os, re, shutil, subprocess, tempfile, threading

from checks import until
from webdriver import free_port
from visits import Visitor

PASSWORD = "correct horse of {}"
# name: role, teams (none: all)
USERS = {"vic": ("viewer", []), "ben": ("agent", []), "tom": ("agent", ["billing"]),
         "ana": ("lead", []), "lea": ("lead", []), "ada": ("admin", [])}
FAQ = {"entries": [
    {"id": "late-order", "language": "en",
     "questions": ["Where is my order?", "When does my parcel arrive?", "How do I track my order?"],
     "answer": "You can see where your parcel is under My orders."},
    {"id": "refund", "language": "en",
     "questions": ["How do I get a refund?", "When do I get my money back?"],
     "answer": "Refunds are paid within five days after the parcel is back with us."}]}


def arguments(description, **more):
    """The script's arguments: the binary, and what else it takes (name: default)."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--replyd", default=".build/release/replyd", help="the binary to test")
    for name, default in more.items():
        is_flag = default is False
        parser.add_argument("--" + name, default=default,
                            **({"action": "store_true"} if is_flag else {"type": type(default)}))
    return parser.parse_args()


def message(id, text, minutes=0, **more):
    """One line of a recording: written so many minutes ago, in a conversation of its own."""
    at = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(minutes=minutes)
    line = {"id": id, "text": text, "platform": "mastodon", "conversation": "c-" + id,
            "createdAt": at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "author": {"id": "a-" + id, "handle": f"@{id}@social.example", "name": id}}
    line.update(more)
    return line


def recorded(file):
    """A connector that plays `file`."""
    return {"plugin": "replay", "mode": "auto", "pollEvery": "50ms",
            "settings": {"file": file + ".jsonl", "replies": f"var/{file}-replies.jsonl",
                         "speed": 0}}


def config(port):
    """The config of these tests; scripts change parts of it."""
    return {
        "brand": {"name": "Northwind Outfitters", "timeZone": "UTC"},
        "store": {"sqlite": "var/replyd.sqlite"}, "encoder": {"use": "never"},
        "connectors": {},
        "stages": [
            {"plugin": "language"}, {"plugin": "sentiment"}, {"plugin": "intent"},
            {"plugin": "crisis", "settings": {"team": "care"}},
            {"plugin": "faq", "mode": "auto", "settings": {"entries": ["faq.json"]}},
            {"plugin": "handoff", "settings": {"team": "care", "as": "fallback"}}],
        "windows": [{"when": {"intent": "complaint"}, "acknowledge": "1h", "human": "2h"},
                    {"acknowledge": "6h", "human": "8h"}],
        "people": {name: {"name": name.capitalize(), "capacity": 1000}
                   for name in ("ana", "ben", "lea")},
        "routes": [],
        "teams": {name: {"notify": ["chat"], "repeatEvery": "7d"} for name in ("care", "billing")},
        "notifiers": {"chat": {"plugin": "log"}},
        "procedures": {"recall": {
            "steps": [{"hold": "topic", "words": ["kettle*"]}, {"notify": "chat"}],
            "resources": ["A free return label"], "resume": {"people": 2}}},
        "bursts": {"watch": False}, "outcomes": False,
        "console": {"listen": f"127.0.0.1:{port}"},
        "limits": {"coalesce": "20ms"}}


class Server:
    """`replyd run` in a temporary folder, which `stop` removes."""

    def __init__(self, binary, recordings, change=None, environment=None):
        self.binary = os.path.abspath(binary)
        self.folder = tempfile.mkdtemp(prefix="console-server-")
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.environment = dict(os.environ, **(environment or {}))
        self.config = config(self.port)
        for name, lines in recordings.items():
            self.config["connectors"][name] = recorded(name)
            if name == "invoices":
                self.config["routes"] = [{"when": {"connector": name}, "team": "billing"}]
            self.write(name + ".jsonl", "".join(json.dumps(line) + "\n" for line in lines))
        if change:
            change(self.config)
        self.write("faq.json", json.dumps(FAQ))
        self.write("replyd.json", json.dumps(self.config, indent=2))
        self.process = None

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, text):
        with open(self.path(name), "w", encoding="utf-8") as file:
            file.write(text)

    @property
    def log(self):
        with open(self.path("replyd.log"), encoding="utf-8", errors="replace") as file:
            return file.read()

    def start(self):
        """Starts it and waits until it answers."""
        output = open(self.path("replyd.log"), "a", encoding="utf-8")
        self.process = subprocess.Popen(
            [self.binary, "run", "--config", self.path("replyd.json"), "--log-level", "warning"],
            stdin=subprocess.DEVNULL, stdout=output, stderr=output, env=self.environment)
        output.close()
        try:
            until("replyd listens", self._is_listening, 60)
        except Exception:
            print(self.log[-2000:])
            self.stop()
            raise
        return self

    def _is_listening(self):
        if self.process.poll() is not None:
            raise RuntimeError(f"replyd ended with {self.process.returncode}: {self.log[-1500:]}")
        try:
            return self.visitor().get("/healthz").status == 200
        except OSError:
            return False

    def stop(self):
        """Ends it and removes its folder."""
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def command(self, *words, must=True):
        """`replyd WORDS --config ...`; gives what it prints."""
        done = subprocess.run(
            [self.binary, *words, "--config", self.path("replyd.json")], capture_output=True,
            text=True, stdin=subprocess.DEVNULL, timeout=60, env=self.environment)
        if must and done.returncode != 0:
            raise RuntimeError(f"replyd {' '.join(words)}: {done.stderr or done.stdout}")
        return done.stdout

    def json(self, *words):
        return json.loads(self.command(*words, "--json"))

    def add_users(self, *names):
        """Lets these of USERS in, or all of them."""
        for name in names or USERS:
            role, teams = USERS[name]
            self.add_user(name, role, teams, PASSWORD.format(name))

    def add_user(self, name, role, teams, password):
        self.write("password", password)
        self.command("users", "add", name, "--role", role, *sum((["--team", t] for t in teams), []),
                     "--password-file", self.path("password"))

    def token(self, name, role, scopes, teams=()):
        """A token of the API."""
        words = sum((["--scope", scope] for scope in scopes), [])
        words += sum((["--team", team] for team in teams), [])
        printed = self.command("tokens", "add", name, "--role", role, *words)
        return re.search(r"replyd_[A-Za-z0-9_-]{43}", printed).group()

    def visitor(self, token=None):
        """Somebody at the door, perhaps with a token."""
        return Visitor(self.port, token)

    def signed_in(self, name):
        """One of the users, with a session."""
        visitor = self.visitor()
        visitor.sign_in(name, PASSWORD.format(name))
        return visitor

    def handoffs(self, connector=None):
        """Those of a connector, as the command prints them."""
        rows = self.json("handoffs", "--all")
        return [r for r in rows if not connector or r["messageID"].startswith(connector + "/")]

    def settle(self, count, within=90):
        """Waits until so many handoffs wait."""
        until(f"{count} handoffs", lambda: len(self.handoffs()) >= count, within, 0.3)


class Background:
    """Runs a function beside the rest; `result()` waits for what it gives."""

    def __init__(self, function, *arguments):
        self.value, self.error = None, None
        self.thread = threading.Thread(target=self._run, args=(function, arguments), daemon=True)
        self.thread.start()

    def _run(self, function, arguments):
        try:
            self.value = function(*arguments)
        except Exception as error:  # told where the result is asked for
            self.error = error

    def result(self):
        self.thread.join()
        if self.error:
            raise self.error
        return self.value
