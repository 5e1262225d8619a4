"""A small WebDriver client for Debian's chromium-driver: one browser is one session.

https://www.w3.org/TR/webdriver2/; what is Chromium's own goes through `goog/cdp/execute`.
"""

import base64, http.client, json, os, shutil, socket, subprocess, tempfile

from checks import until

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
KEYS = {"Enter": "\ue007", "Tab": "\ue004", "Escape": "\ue00c", "Control": "\ue009",
        "Shift": "\ue008", "Backspace": "\ue003"}
# name: width, height, is a phone, is dark
LOOKS = {"desktop-light": (1280, 800, False, False), "desktop-dark": (1280, 800, False, True),
         "phone-light": (390, 844, True, False), "phone-dark": (390, 844, True, True)}


def missing():
    """What is not installed, in words; None when everything is."""
    for name in ("chromedriver", "chromium"):
        if not shutil.which(name):
            return f"{name} is missing: run `bash Tests/install.sh tests`"
    return None


def free_port():
    """A loopback port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Refused(Exception):
    """What the driver said no to: `kind` is WebDriver's error code."""

    def __init__(self, kind, text):
        super().__init__(f"{kind}: {text.splitlines()[0] if text else ''}")
        self.kind = kind


class Driver:
    """The chromedriver process."""

    def __init__(self):
        self.port = free_port()
        self.folder = tempfile.mkdtemp(prefix="console-browser-")
        self.process = subprocess.Popen(
            [shutil.which("chromedriver"), f"--port={self.port}", "--log-level=SEVERE"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.browsers = []
        until("chromedriver answers", self._is_ready, 20)

    def _is_ready(self):
        try:
            return self.call("GET", "/status")["ready"]
        except OSError:
            return False

    def call(self, method, path, body=None, timeout=60):
        """One command; gives its value."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            data = None if method == "GET" else json.dumps(body or {})
            connection.request(method, path, data, {"Content-Type": "application/json"})
            answer = connection.getresponse()
            value = json.loads(answer.read())["value"]
        finally:
            connection.close()
        if answer.status >= 400:
            raise Refused(value["error"], value["message"])
        return value

    def browser(self, look="desktop-light", scripts=True):
        """A browser with a profile of its own."""
        browser = Browser(self, look, scripts)
        self.browsers.append(browser)
        return browser

    def stop(self):
        """Ends the browsers and the driver."""
        for browser in self.browsers:
            try:
                browser.quit()
            except (OSError, Refused):
                pass  # one that hangs ends with the driver
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
        shutil.rmtree(self.folder, ignore_errors=True)


class Browser:
    """One headless Chromium."""

    def __init__(self, driver, look, scripts):
        self.driver, self.scripts = driver, scripts
        profile = tempfile.mkdtemp(dir=driver.folder)
        width, height, _, _ = LOOKS[look]
        options = {
            "args": ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                     "--hide-scrollbars", "--no-first-run", "--disable-background-networking",
                     "--lang=en-US", f"--user-data-dir={profile}",
                     f"--window-size={width},{height}"],
            "prefs": {} if scripts else {
                "profile.managed_default_content_settings.javascript": 2},
        }
        wanted = {"browserName": "chrome", "goog:chromeOptions": options,
                  "unhandledPromptBehavior": "ignore", "timeouts": {"pageLoad": 30000}}
        made = driver.call("POST", "/session", {"capabilities": {"alwaysMatch": wanted}})
        self.path = "/session/" + made["sessionId"]
        self.is_open = True
        self.look(look)

    def call(self, method, path, body=None):
        return self.driver.call(method, self.path + path, body)

    def quit(self):
        """Ends it; twice is once."""
        if self.is_open:
            self.is_open = False
            self.call("DELETE", "")

    def devtools(self, command, **parameters):
        """A command of the Chrome DevTools Protocol."""
        return self.call("POST", "/goog/cdp/execute", {"cmd": command, "params": parameters})

    def look(self, name):
        """Becomes a phone or a desktop, light or dark; the page stays."""
        self.size(*LOOKS[name][:3])
        scheme = "dark" if LOOKS[name][3] else "light"
        self.devtools("Emulation.setEmulatedMedia", media="screen", features=[
            {"name": "prefers-color-scheme", "value": scheme},
            {"name": "prefers-reduced-motion", "value": "reduce"}])

    def size(self, width, height, is_phone):
        self.devtools("Emulation.setDeviceMetricsOverride", width=width, height=height,
                      deviceScaleFactor=2 if is_phone else 1, mobile=is_phone)

    def open(self, url):
        self.call("POST", "/url", {"url": url})

    @property
    def url(self):
        return self.call("GET", "/url")

    @property
    def title(self):
        return self.call("GET", "/title")

    @property
    def source(self):
        return self.call("GET", "/source")

    @property
    def text(self):
        """What the page shows in words."""
        return self.run("return document.body.innerText")

    def all(self, css, inside=None):
        """The elements that match; `inside` one of them."""
        place = f"/element/{inside.id}" if inside else ""
        found = self.call("POST", place + "/elements", {"using": "css selector", "value": css})
        return [Element(self, item[ELEMENT]) for item in found]

    def find(self, css, within=10.0):
        """The first element that matches, as soon as there is one."""
        return until(f"{css} on {self.url}", lambda: self.all(css), within)[0]

    def run(self, script, *arguments):
        """The value of a script; elements may be arguments and results."""
        plain = [a.json if isinstance(a, Element) else a for a in arguments]
        value = self.call("POST", "/execute/sync", {"script": script, "args": plain})
        if isinstance(value, dict) and ELEMENT in value:
            return Element(self, value[ELEMENT])
        return value

    def press(self, *keys, holding=None):
        """Keys as a person presses them, wherever the focus is."""
        actions = [{"type": "keyDown", "value": KEYS[holding]}] if holding else []
        for key in keys:
            for character in KEYS.get(key, key):
                actions += [{"type": kind, "value": character} for kind in ("keyDown", "keyUp")]
        actions += [{"type": "keyUp", "value": KEYS[holding]}] if holding else []
        self.call("POST", "/actions", {"actions": [
            {"type": "key", "id": "keyboard", "actions": actions}]})

    def focused(self):
        """The element that has the focus."""
        return Element(self, self.call("GET", "/element/active")[ELEMENT])

    def tab(self):
        """A tab more, which is then the one that is used."""
        handle = self.call("POST", "/window/new", {"type": "tab"})["handle"]
        self.call("POST", "/window", {"handle": handle})

    def cookies(self):
        return {cookie["name"]: cookie for cookie in self.call("GET", "/cookie")}

    def add_cookie(self, name, value):
        self.call("POST", "/cookie", {"cookie": {"name": name, "value": value}})

    def forget_cookies(self):
        self.call("DELETE", "/cookie")

    def dialog(self):
        """The text of an open dialog of the browser; None when there is none."""
        try:
            return self.call("GET", "/alert/text")
        except Refused as refusal:
            if refusal.kind == "no such alert":
                return None
            raise

    def picture(self, path, most=4000):
        """The whole page, at most so many CSS pixels high, as a PNG."""
        width, height = self.run(
            "const e = document.documentElement; return [innerWidth, e.scrollHeight]")
        clip = {"x": 0, "y": 0, "width": width, "height": min(height, most), "scale": 1}
        shot = self.devtools("Page.captureScreenshot", format="png", clip=clip,
                             captureBeyondViewport=True)
        os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
        with open(path, "wb") as file:
            file.write(base64.b64decode(shot["data"]))

    def timings(self):
        """Milliseconds from the start of the navigation, of the page that is open."""
        return self.run("""
            const page = performance.getEntriesByType('navigation')[0];
            const paint = performance.getEntriesByName('first-contentful-paint')[0];
            return { answer: page.responseEnd, load: page.loadEventEnd,
                     paint: paint ? paint.startTime : null, bytes: page.decodedBodySize };""")


class Element:
    """One element of a page."""

    def __init__(self, browser, id):
        self.browser, self.id = browser, id
        self.json = {ELEMENT: id}

    def call(self, method, path, body=None):
        return self.browser.call(method, f"/element/{self.id}{path}", body)

    def click(self):
        """As a person does: it must be in view, and nothing may lie over it."""
        self.call("POST", "/click")

    def click_in_view(self):
        """Scrolled to first, away from what lies over the edges of the window."""
        self.browser.run("arguments[0].scrollIntoView({ block: 'center', behavior: 'instant' })", self)
        self.click()

    def type(self, text):
        self.call("POST", "/value", {"text": text})

    def write(self, text):
        """Replaces what stands there."""
        self.call("POST", "/clear")
        self.type(text)

    def attribute(self, name):
        return self.call("GET", f"/attribute/{name}")

    def value_of(self, name):
        return self.call("GET", f"/property/{name}")

    @property
    def text(self):
        return self.call("GET", "/text")

    @property
    def is_shown(self):
        return self.call("GET", "/displayed")

    @property
    def is_same_as_focused(self):
        return self.browser.focused().id == self.id
