"""The door for everybody: TLS, cookies that hold to it, one name, and proxies that are known."""

import http.client, os, shutil, socket, ssl, subprocess

from servers import PASSWORD, Server, message
from visits import Answer, Visitor
from webdriver import free_port


class SecureVisitor(Visitor):
    """Somebody who comes by https, whatever the certificate says."""

    def ask(self, method, path, body=None, headers=None, timeout=30, head_only=False):
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        connection = http.client.HTTPSConnection(
            "127.0.0.1", self.port, timeout=timeout, context=context)
        sent = {"Host": "desk.example", **(headers or {})}
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{k}={v}" for k, v in self.cookies.items())
        if "Origin" in sent and "127.0.0.1" in sent["Origin"]:
            sent["Origin"] = "https://desk.example"
        try:
            connection.request(method, path, body, sent)
            got = connection.getresponse()
            answer = Answer(got, got.read())
        finally:
            connection.close()
        self._keep(answer)
        return answer


def with_tls(port):
    def change(config):
        config["console"]["public"] = {
            "url": "https://desk.example", "listen": f"127.0.0.1:{port}",
            "tls": {"certificate": "certificate.pem", "key": "key.pem"}}
    return change


def behind_proxy(port, proxy):
    def change(config):
        config["console"]["public"] = {
            "url": "https://desk.example", "listen": f"127.0.0.1:{port}", "proxy": [proxy]}
    return change


def public_door(checks, binary):
    if not shutil.which("openssl"):
        print("NOT RUN: the door with TLS: openssl is missing: run `bash Tests/install.sh`")
        return
    port = free_port()
    server = Server(binary, {"shop": [message("s1", "zx1")]}, with_tls(port))
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=desk.example",
         "-days", "2", "-keyout", server.path("key.pem"), "-out", server.path("certificate.pem")],
        check=True, capture_output=True)
    server.start()
    try:
        server.add_users("ben")
        checks.part(by_https, checks, server, port)
        checks.part(old_protocols, checks, port)
    finally:
        server.stop()
    checks.part(by_proxy, checks, binary)
    checks.part(refused_configs, checks, binary)


def by_https(checks, server, port):
    ben = SecureVisitor(port)
    answer = ben.sign_in("ben", PASSWORD.format("ben"))
    line = next((c for c in answer.cookies if c.startswith("__Host-")), "")
    flags = {flag.strip().lower() for flag in line.split(";")[1:]}
    checks("by https the cookie is __Host-, Secure, HttpOnly, SameSite",
           {"secure", "httponly", "path=/"} <= flags and any(f.startswith("samesite") for f in flags),
           answer.cookies)
    inbox = ben.get("/inbox")
    checks("by https the inbox opens", inbox.status == 200, inbox)
    checks("browsers are told to stay with https",
           "max-age" in inbox.headers.get("strict-transport-security", ""), inbox.headers)
    for host in ("127.0.0.1", "evil.example", f"127.0.0.1:{server.port}"):
        answer = ben.get("/inbox", headers={"Host": host})
        checks(f"by https the host {host} is refused", 400 <= answer.status < 500, answer)
    for path in ("/metrics", "/readyz", "/healthz"):
        answer = SecureVisitor(port).get(path)
        checks(f"{path} is for this machine alone", answer.status in (303, 403, 404), answer)
    token = open(server.path("var/" + operator_token(server))).read().strip()
    answer = SecureVisitor(port).get("/api/v1/status", headers={"Authorization": "Bearer " + token})
    checks("the operator's token works on this machine alone", answer.status == 401, answer)


def operator_token(server):
    """The name of the file that the daemon keeps its own token in."""
    return next(name for name in os.listdir(server.path("var")) if "token" in name)


def old_protocols(checks, port):
    for version in (ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        context.set_ciphers("ALL:@SECLEVEL=0")
        context.minimum_version = context.maximum_version = version
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=10) as plain:
                with context.wrap_socket(plain):
                    checks(f"{version.name} is refused", False)
        except (ssl.SSLError, OSError):
            checks(f"{version.name} is refused", True)
    with socket.create_connection(("127.0.0.1", port), timeout=5) as plain:
        plain.sendall(b"GET /sign-in HTTP/1.1\r\nHost: desk.example\r\n\r\n")
        try:
            got = plain.recv(200)
        except OSError:
            got = b""
    checks("without TLS no page comes", not got.startswith(b"HTTP/1.1 200"), got)


class ProxyVisitor(Visitor):
    """A request as a proxy hands it on."""

    forwarded = "203.0.113.9"

    def ask(self, method, path, body=None, headers=None, **more):
        sent = {"Host": "desk.example", "X-Forwarded-For": self.forwarded, **(headers or {})}
        if "127.0.0.1" in sent.get("Origin", ""):
            sent["Origin"] = "https://desk.example"
        return super().ask(method, path, body, sent, **more)


def by_proxy(checks, binary):
    port = free_port()
    server = Server(binary, {"shop": [message("s1", "zx1")]}, behind_proxy(port, "127.0.0.2")).start()
    try:
        server.add_users("ben")
        stranger = ProxyVisitor(port, source="127.0.0.1")
        checks("only the proxy may connect", stranger.get("/sign-in").status == 403)
        proxy = ProxyVisitor(port, source="127.0.0.2")
        answer = proxy.sign_in("ben", PASSWORD.format("ben"))
        checks("through the proxy people sign in, with a cookie for https",
               answer.status in (302, 303) and any(c.startswith("__Host-") for c in answer.cookies),
               answer)
        shown = proxy.get("/account").text
        checks("the session's address is the browser's", "203.0.113.9" in shown)
        direct = server.visitor().get("/inbox", headers={"X-Forwarded-For": "203.0.113.9"})
        checks("the loopback door behind a proxy is shut", direct.status == 403, direct)
    finally:
        server.stop()


def refused_configs(checks, binary):
    """Elsewhere than loopback, neither without TLS nor without a proxy that is named."""
    plain = {"url": "https://desk.example", "listen": "0.0.0.0:8443"}
    for name, console in {
            "everybody without TLS": {"public": plain},
            "everybody by http": {"public": {**plain, "url": "http://desk.example", "proxy": ["::1"]}},
            "the operators' door for everybody": {"listen": "0.0.0.0:8080"}}.items():
        server = Server(binary, {"shop": [message("s1", "zx1")]},
                        lambda config: config["console"].update(console))
        try:
            done = subprocess.run([server.binary, "check", "--config", server.path("replyd.json")],
                                  capture_output=True, text=True, timeout=60)
            checks(f"a config with {name} is refused", done.returncode == 1 and "console" in
                   done.stdout + done.stderr, done.stdout + done.stderr)
        finally:
            server.stop()
