"""Requests that no browser sends: slow, huge, broken, doubled, for another host."""

import re, selectors, socket, time

HOST = "Host: 127.0.0.1\r\n"
HEADERS = {"x-content-type-options": "nosniff", "cache-control": "no-store",
           "referrer-policy": "no-referrer|same-origin", "cross-origin-opener-policy": "same-origin"}
POLICY = {"default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"}


def send(server, data, wait=5.0, most=1 << 20):
    """Sends bytes and gives what comes back until the server closes or is silent."""
    got = b""
    with socket.create_connection(("127.0.0.1", server.port), timeout=wait) as connection:
        try:
            connection.sendall(data)
            while len(got) < most:
                part = connection.recv(65536)
                if not part:
                    break
                got += part
        except (TimeoutError, ConnectionError):
            pass
    return got


def status(answer):
    """The status of the first answer; 0 where the connection was just closed."""
    found = re.match(rb"HTTP/1\.[01] (\d{3})", answer)
    return int(found.group(1)) if found else 0


def request(line, *headers, body=""):
    lines = [line, HOST.strip(), "Connection: close", *headers]
    return ("\r\n".join(lines) + "\r\n\r\n" + body).encode("latin-1")


def refused(answer):
    """An error of the client's, or no answer at all."""
    return status(answer) == 0 or 400 <= status(answer) < 500 or status(answer) == 501


def broken_requests(checks, server):
    """Each is refused, and the server lives."""
    form = "Content-Type: application/x-www-form-urlencoded"
    tries = {
        "a header of 100 kB": request("GET /sign-in HTTP/1.1", "X: " + "a" * 100_000),
        "10,000 headers": request("GET /sign-in HTTP/1.1", *[f"X-{n}: a" for n in range(10_000)]),
        "an address of 100 kB": request("GET /" + "a" * 100_000 + " HTTP/1.1"),
        "a body of 4 MB": request("POST /sign-in HTTP/1.1", form, "Content-Length: 4000000",
                                  body="a" * 4_000_000),
        "a body said to be of 8 EB": request("POST /sign-in HTTP/1.1", form,
                                             "Content-Length: 9223372036854775807", body="a"),
        "a negative length": request("POST /sign-in HTTP/1.1", form, "Content-Length: -1"),
        "a chunk beyond 64 bits": request("POST /sign-in HTTP/1.1", form, "Transfer-Encoding: chunked",
                                          body="FFFFFFFFFFFFFFFFFF\r\na\r\n0\r\n\r\n"),
        "a NUL in a header": request("GET /sign-in HTTP/1.1", "X: a\0b"),
        "a NUL in the address": request("GET /sign\0in HTTP/1.1"),
        "an encoded NUL": request("GET /assets/%00 HTTP/1.1"),
        "no host": b"GET /sign-in HTTP/1.1\r\nConnection: close\r\n\r\n",
        "two hosts": request("GET /sign-in HTTP/1.1", "Host: evil.example"),
        "another host": b"GET /sign-in HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n",
        "another host's address": b"GET http://evil.example/sign-in HTTP/1.1\r\nHost: evil.example\r\n"
                                  b"Connection: close\r\n\r\n",
        "a host with a user": b"GET /sign-in HTTP/1.1\r\nHost: 127.0.0.1@evil.example\r\n"
                              b"Connection: close\r\n\r\n",
        "a space before the colon": request("GET /sign-in HTTP/1.1", "X : a"),
        "TRACE": request("TRACE /sign-in HTTP/1.1", "X: zqtrace"),
        "CONNECT": b"CONNECT evil.example:80 HTTP/1.1\r\nHost: evil.example:80\r\n\r\n",
        "an invented method": request("ZQ /sign-in HTTP/1.1"),
        "no HTTP": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(64),
    }
    for path in ("/assets/../replyd.json", "/assets/..%2f..%2freplyd.json", "/assets/%2e%2e/replyd.json",
                 "/assets/..\\replyd.json", "/assets/....//replyd.json", "//etc/passwd",
                 "/assets//etc/passwd", "/assets/%252e%252e/replyd.json", "/../../../../etc/passwd"):
        tries[f"the path {path}"] = request(f"GET {path} HTTP/1.1")
    for name, data in tries.items():
        answer = send(server, data)
        checks(f"{name} is refused", refused(answer) and b"zqtrace" not in answer, answer[:200])
    for name, fields in {"bad UTF-8": "name=%ff%fe%c0%af&password=%f0%28%8c%28", "a NUL": "name=a%00b",
                         "half an escape": "name=%&password=%zz", "1,000 fields": "a=b&" * 1000,
                         "no form at all": "\x00\x01\x02"}.items():
        answer = send(server, request("POST /sign-in HTTP/1.1", form, f"Content-Length: {len(fields)}",
                                      body=fields))
        checks(f"a form with {name} is answered without an error of ours",
               200 <= status(answer) < 500, answer[:200])
    deep = "[" * 100_000
    answer = send(server, request("POST /api/v1/holds HTTP/1.1", "Content-Type: application/json",
                                  f"Content-Length: {len(deep)}", body=deep))
    checks("JSON of depth 100,000 is refused", refused(answer), answer[:200])
    checks("the server lives", server.visitor().get("/healthz").status == 200)


def doubled_requests(checks, server):
    """A second request cannot hide in the body of the first."""
    hidden = "GET /zqhidden HTTP/1.1\r\n" + HOST + "\r\n"
    post = "POST /sign-in HTTP/1.1\r\n" + HOST + "Content-Type: application/x-www-form-urlencoded\r\n"
    length = f"Content-Length: {len(hidden) + 5}\r\n"
    tries = {
        "length and chunks": post + length + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + hidden,
        "chunks and length": post + "Transfer-Encoding: chunked\r\n" + length + "\r\n0\r\n\r\n" + hidden,
        "two lengths": post + "Content-Length: 0\r\n" + length + "\r\n" + hidden,
        "a list of lengths": post + f"Content-Length: 0, {len(hidden)}\r\n\r\n" + hidden,
        "a length with a sign": post + "Content-Length: +0\r\n\r\n" + hidden,
        "chunks by another name": post + "Transfer-Encoding: xchunked\r\n" + length + "\r\n0\r\n\r\n" + hidden,
        "chunks not last": post + "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n" + hidden,
        "chunks behind a space": post + "Transfer-Encoding : chunked\r\n" + length + "\r\n0\r\n\r\n" + hidden,
        "chunks folded": post + "Transfer-Encoding:\r\n chunked\r\n" + length + "\r\n0\r\n\r\n" + hidden,
    }
    for name, data in tries.items():
        answer = send(server, data.encode(), wait=3)
        answers = len(re.findall(rb"HTTP/1\.[01] \d{3}", answer))
        checks(f"{name}: one answer at most", answers <= 1, answer[:300])


def methods(checks, server, people):
    """HEAD is GET without a body; OPTIONS opens nothing to others."""
    ben = people["ben"]
    head = ben.ask("HEAD", "/inbox")
    checks("HEAD is answered as GET, without a body or not at all",
           head.status in (200, 404, 405) and not head.body, head)
    preflight = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST",
                 "Access-Control-Request-Headers": "authorization"}
    for path in ("/inbox", "/api/v1/inbox"):
        for method in ("OPTIONS", "GET"):
            answer = ben.ask(method, path, headers=preflight)
            open_to = [h for h in answer.headers if h.startswith("access-control-allow")]
            checks(f"{method} {path} lets no other origin read", not open_to, answer.headers)
    for host in ("evil.example", f"evil.example:{server.port}", "127.0.0.1.evil.example",
                 "localhost.evil.example", "", "[::1"):
        answer = ben.get("/inbox", headers={"Host": host})
        checks(f"the host “{host}” is refused", 400 <= answer.status < 500, answer)
    forwarded = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https",
                 "Forwarded": "host=evil.example", "X-Original-URL": "/users", "X-Rewrite-URL": "/users"}
    answer = ben.get("/inbox", headers=forwarded)
    checks("nobody who is no proxy is believed about the host",
           answer.status in (200, 403) and "evil.example" not in answer.text + str(answer.headers), answer)


def headers(checks, server, people):
    """Every answer forbids what the pages do not need."""
    ada, nobody = people["ada"], server.visitor()
    pages = [(nobody, "/sign-in"), (nobody, "/inbox"), (nobody, "/nowhere"), (nobody, "/api/v1/inbox")]
    pages += [(ada, path) for path in ("/inbox", "/approvals", "/incidents", "/reports", "/health",
                                       "/account", "/users", "/audit", "/nowhere", "/conversations/0")]
    pages += [(ada, link) for link in ada.get("/inbox").page.links() if "/conversations/" in link][:1]
    faults = []
    for who, path in pages:
        answer = who.get(path)
        place = f"{path} ({answer.status})"
        for name, wanted in HEADERS.items():
            if not re.search(wanted, answer.headers.get(name, "")):
                faults.append(f"{place}: {name} is {answer.headers.get(name)}")
        policy = {part.strip() for part in answer.headers.get("content-security-policy", "").split(";")}
        if not POLICY <= policy:
            faults.append(f"{place}: the policy lacks {POLICY - policy}")
        if any(word in part for part in policy for word in ("unsafe-", "http:", "https:", "*")):
            faults.append(f"{place}: the policy allows {policy}")
        if "server" in answer.headers and re.search(r"\d", answer.headers["server"]):
            faults.append(f"{place}: tells its version")
    checks.no_faults(f"the headers of {len(pages)} answers forbid what is not needed", faults)
    assets = {a.get("href") or a.get("src") for tag, a in nobody.get("/sign-in").page.elements
              if tag in ("link", "script", "img")}
    checks("style and script are the console's own", assets and all(
        a and a.startswith("/assets/") for a in assets), assets)
    for asset in sorted(assets):
        answer = nobody.get(asset)
        kind = answer.headers.get("content-type", "")
        checks(f"{asset.split('-')[0]} is sent as what it is, for ever",
               answer.status == 200 and re.match(r"text/(css|javascript)|image/", kind)
               and "immutable" in answer.headers.get("cache-control", "")
               and answer.headers.get("x-content-type-options") == "nosniff", answer.headers)


def slow_connections(checks, server, people, count=200, patience=45):
    """200 that send a byte at a time hinder nobody, and are cut."""
    slow, started = open_slowly(server, count), time.monotonic()
    watch = selectors.DefaultSelector()
    for connection in slow:
        watch.register(connection, selectors.EVENT_READ)
    waits, left = [], set(slow)
    while left and time.monotonic() - started < patience:
        for connection in list(left):
            if not drip(connection):
                left.discard(connection)
        for key, _ in watch.select(0.2):
            if is_closed(key.fileobj):
                left.discard(key.fileobj)
        for connection in slow:
            if connection not in left and connection.fileno() >= 0:
                watch.unregister(connection)
                connection.close()
        if len(waits) < 20:
            before = time.monotonic()
            answer = people["ben"].get("/inbox", timeout=20)
            waits.append(time.monotonic() - before)
            if answer.status != 200:
                waits.append(99)
        else:
            time.sleep(0.5)
    took = time.monotonic() - started
    for connection in left:
        connection.close()
    checks(f"{count} slow connections hinder nobody", sorted(waits)[len(waits) // 2] < 1.5 and
           max(waits) < 5, [round(w, 2) for w in waits])
    cut = count - len(left)
    checks("slow connections are cut", cut == count, f"{cut} of {count} after {took:.0f} s")
    print(f"      the last one was cut after {took:.0f} s; a page took {max(waits):.2f} s at most")


def open_slowly(server, count):
    """Half of them never end their headers, half never end their body."""
    slow = []
    for number in range(count):
        connection = socket.create_connection(("127.0.0.1", server.port), timeout=10)
        start = "GET /inbox HTTP/1.1\r\n" + HOST + "X-Slow: "
        if number % 2:
            start = ("POST /sign-in HTTP/1.1\r\n" + HOST + "Content-Length: 50000\r\n"
                     "Content-Type: application/x-www-form-urlencoded\r\n\r\nname=")
        connection.sendall(start.encode())
        connection.setblocking(False)
        slow.append(connection)
    return slow


def drip(connection):
    """One byte more; whether the other end still takes it."""
    try:
        connection.send(b"a")
        return True
    except BlockingIOError:
        return True
    except OSError:
        return False


def is_closed(connection):
    """Whether the server has ended the connection; an answer before that is read and forgotten."""
    try:
        return connection.recv(65536) == b""
    except BlockingIOError:
        return False
    except OSError:
        return True
