"""Visits the console over plain HTTP, as a browser without scripts does: cookies, forms, links."""

import http.client, http.cookies, json, urllib.parse
from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source",
        "track", "wbr"}
MAX_BODY = 8 << 20


class Page(HTMLParser):
    """A page's elements, forms and text."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.elements, self.forms, self.comments, self.words = [], [], [], []
        self._form, self._select = None, None
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        attributes = {name: value or "" for name, value in attrs}
        self.elements.append((tag, attributes))
        if tag == "form":
            self._form = {"action": attributes.get("action", ""), "fields": {}, "buttons": [],
                          "method": attributes.get("method", "get").lower()}
            self.forms.append(self._form)
        if self._form is not None:
            self._field(tag, attributes)

    def _field(self, tag, attributes):
        name, fields = attributes.get("name"), self._form["fields"]
        if tag == "button" or attributes.get("type") == "submit":
            self._form["buttons"].append(attributes)
        elif tag == "option":
            if self._select and ("selected" in attributes or self._select not in fields):
                fields[self._select] = attributes.get("value", "")
        elif tag == "select":
            self._select = name
        elif name and attributes.get("type") not in ("checkbox", "radio"):
            fields.setdefault(name, attributes.get("value", ""))

    def handle_endtag(self, tag):
        if tag == "form":
            self._form = None
        if tag == "select":
            self._select = None

    def handle_comment(self, data):
        self.comments.append(data)

    def handle_data(self, data):
        self.words.append(data)

    @property
    def text(self):
        return " ".join("".join(self.words).split())

    def links(self):
        return [a["href"] for tag, a in self.elements if tag == "a" and "href" in a]

    def form(self, action):
        """The form that posts there; None when there is none."""
        for form in self.forms:
            targets = [form["action"]] + [b.get("formaction") for b in form["buttons"]]
            if action in targets:
                return form
        return None

    @property
    def csrf(self):
        for form in self.forms:
            if form["fields"].get("csrf"):
                return form["fields"]["csrf"]
        return None


class Answer:
    """One answer of the server."""

    def __init__(self, answer, body):
        self.status, self.body = answer.status, body
        self.headers = {name.lower(): value for name, value in answer.getheaders()}
        self.cookies = answer.headers.get_all("Set-Cookie") or []

    @property
    def text(self):
        return self.body.decode("utf-8", "replace")

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def page(self):
        return Page(self.text)

    def __repr__(self):
        return f"{self.status} {self.text[:200]}"


class Visitor:
    """Somebody with cookies, or with a token; follows no redirect."""

    # Answers of 500 and more, of all visitors: there should be none.
    broken = []

    def __init__(self, port, token=None, source="127.0.0.1"):
        self.port, self.token, self.source, self.cookies = port, token, source, {}

    def ask(self, method, path, body=None, headers=None, timeout=30, head_only=False):
        """One exchange on a connection of its own."""
        connection = http.client.HTTPConnection(
            "127.0.0.1", self.port, timeout=timeout, source_address=(self.source, 0))
        sent = dict(headers or {})
        if self.cookies:
            sent.setdefault("Cookie", "; ".join(f"{k}={v}" for k, v in self.cookies.items()))
        if self.token:
            sent.setdefault("Authorization", "Bearer " + self.token)
        try:
            connection.request(method, path, body, sent)
            got = connection.getresponse()
            answer = Answer(got, b"" if head_only else got.read(MAX_BODY))
        finally:
            connection.close()
        if answer.status >= 500 and answer.status != 503:
            Visitor.broken.append(f"{method} {path[:80]}: {answer}")
        self._keep(answer)
        return answer

    def _keep(self, answer):
        for line in answer.cookies:
            for name, morsel in http.cookies.SimpleCookie(line).items():
                if morsel.value and morsel["max-age"] != "0":
                    self.cookies[name] = morsel.value
                else:
                    self.cookies.pop(name, None)

    def get(self, path, **more):
        return self.ask("GET", path, **more)

    def post(self, path, fields, headers=None, **more):
        """A form as a page of the console itself sends it."""
        body = urllib.parse.urlencode(fields, doseq=True)
        sent = {"Content-Type": "application/x-www-form-urlencoded",
                "Origin": f"http://127.0.0.1:{self.port}", "Sec-Fetch-Site": "same-origin"}
        sent.update(headers or {})
        return self.ask("POST", path, body, {k: v for k, v in sent.items() if v is not None}, **more)

    def post_json(self, path, value, headers=None, method="POST", **more):
        sent = {"Content-Type": "application/json", **(headers or {})}
        return self.ask(method, path, json.dumps(value), sent, **more)

    @property
    def csrf(self):
        """The token that this session's forms carry."""
        return self.get("/account").page.csrf

    def submit(self, page_path, action, **fields):
        """Opens a page and sends its form to `action`, with these fields filled in."""
        form = self.get(page_path).page.form(action)
        if form is None:
            raise LookupError(f"no form for {action} on {page_path}")
        return self.post(action, {**form["fields"], **fields})

    def sign_in(self, name, password, **more):
        """Gives the answer to the form of the sign-in page."""
        form = self.get("/sign-in").page.form("/sign-in")
        fields = form["fields"] if form else {}
        return self.post("/sign-in", {**fields, "name": name, "password": password}, **more)
