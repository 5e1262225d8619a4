"""A person at the console: a browser, and what hands do in it."""

from checks import until
from servers import PASSWORD
from webdriver import Refused


def steadily(action):
    """Does it again where the page was made anew under the hand: others' work does that."""
    def tried(self, *arguments, **fields):
        for _ in range(4):
            try:
                return action(self, *arguments, **fields)
            except Refused as refusal:
                if refusal.kind not in ("stale element reference", "element click intercepted",
                                        "element not interactable"):
                    raise
                last = refusal
        raise last
    return tried


class Person:
    """One of the users, in a browser of their own."""

    def __init__(self, driver, server, name, look="desktop-light", scripts=True):
        self.browser = driver.browser(look, scripts)
        self.server, self.name = server, name

    def go(self, path):
        self.browser.open(self.server.url + path)
        return self

    def sign_in(self):
        """As most people do: name, password, button."""
        self.go("/sign-in")
        self.browser.find("#name").write(self.name)
        self.browser.find("#password").write(PASSWORD.format(self.name))
        self.browser.find('form[action="/sign-in"] button[type=submit]').click()
        until(f"{self.name} is in", lambda: "/sign-in" not in self.browser.url)
        return self

    def sees(self, words, within=10.0):
        """Whether these words come to stand on the page, without loading it again."""
        try:
            until(words, lambda: words.lower() in self.text.lower(), within)
            return True
        except TimeoutError:
            return False

    @property
    def text(self):
        return self.browser.text

    def has(self, css):
        return bool(self.browser.all(css))

    def reveal(self, element):
        """Opens what is folded around an element, outermost first."""
        for _ in range(4):
            fold = self.browser.run("""
                let e = arguments[0], found = null;
                for (e = e.parentElement; e; e = e.parentElement)
                  if (e.tagName === 'DETAILS' && !e.open) found = e;
                return found && found.querySelector('summary');""", element)
            if not fold:
                return
            fold.click()

    def fill(self, form, fields):
        """Writes into a form's fields by their names."""
        for name, value in fields.items():
            field = self.browser.all(f'[name="{name}"]:not([type=hidden])', form)[0]
            self.reveal(field)
            if self.browser.run("return arguments[0].tagName", field) == "SELECT":
                self.browser.all(f'option[value="{value}"]', field)[0].click()
            else:
                field.write(value)

    @steadily
    def submit(self, action, button="button[type=submit]", form="", **fields):
        """Fills in the form that posts to `action` and presses its button; `form` tells it apart."""
        form = self.browser.find(f'form[action="{action}"]{form}')
        before = self.browser.run("return performance.timeOrigin")
        self.fill(form, fields)
        press = self.browser.all(button, form)[0]
        self.reveal(press)
        press.click_in_view()
        # Without it the next look would still see the page that is about to go.
        until(f"the answer to {action}", lambda: self.browser.run(
            "return document.readyState === 'complete' && performance.timeOrigin > arguments[0]", before))
        return self

    @steadily
    def open_handoff(self, id):
        """From the inbox, by its row."""
        row = self.browser.find(f'.row[data-id="{id}"] h2 a')
        row.click_in_view()
        until("the conversation", lambda: "/conversations/" in self.browser.url)
        return self.browser.url.removeprefix(self.server.url).split("?")[0]
