#!/usr/bin/env python3
"""A loopback HTTP proxy that loses, delays, cuts or refuses exchanges with a real local server.

  faultproxy.py LISTEN_PORT UPSTREAM_PORT       127.0.0.1 only; port 0 takes a free one

It prints `listening on PORT controlled on PORT`, and ends when its standard input closes. See
README.md for the control port. A fault of this proxy is an object with

  "path", "method"   what it may befall: a part of the path with its query, a method; else any
  "not"              a part that the path must not have
  "skip", "times"    so many matching requests pass before; so often it is ordered (1)
  "delay"            seconds before anything else happens
  and at most one of
  "drop"             "before": not passed on; "after": passed on, the answer is lost;
                     "mid": passed on, half of the answer's body arrives
  "status"           answered with it in place of the server, with "headers" and "body"; with
                     "acted" the request is passed on all the same
"""
import http.client
import sys
import time
from http.server import BaseHTTPRequestHandler

from control import Faults, Listener, control, end

UPSTREAM = int(sys.argv[2])
OWN_HEADERS = {"connection", "transfer-encoding", "content-length", "keep-alive"}
FAULTS = Faults()


class Exchange(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def handle_any(self):
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length) if length else None
        fault = FAULTS.take(self.is_meant, f"{self.command} {self.path}")
        time.sleep(fault.get("delay", 0))
        drop, status = fault.get("drop"), fault.get("status")
        if drop == "before":
            return self.cut()
        if status and not fault.get("acted"):
            return self.answer_instead(fault)
        answer = self.pass_on(body)
        if drop == "after":
            return self.cut()
        if drop == "mid":
            self.answer(*answer, half=True)
            return self.cut()
        if status:
            return self.answer_instead(fault)
        self.answer(*answer)

    do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = do_HEAD = handle_any

    def is_meant(self, fault):
        return (
            fault.get("path", "") in self.path
            and fault.get("method", self.command) == self.command
            and not ("not" in fault and fault["not"] in self.path)
        )

    def answer_instead(self, fault):
        body = fault.get("body", '{"error":"injected"}').encode()
        self.answer(fault["status"], list(fault.get("headers", {}).items()), body)

    def answer(self, status, headers, body, half=False):
        self.send_response_only(status)
        for name, value in headers:
            if name.lower() not in OWN_HEADERS:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body[: len(body) // 2] if half else body)

    def pass_on(self, body):
        upstream = http.client.HTTPConnection("127.0.0.1", UPSTREAM, timeout=120)
        own = ("connection", "accept-encoding")
        headers = {k: v for k, v in self.headers.items() if k.lower() not in own}
        upstream.request(self.command, self.path, body, headers)
        answer = upstream.getresponse()
        read = answer.read()
        upstream.close()
        return answer.status, answer.getheaders(), read

    def cut(self):
        self.close_connection = True
        self.wfile.flush()
        end(self.connection)


def serve(connection):
    try:
        Exchange(connection, connection.getpeername(), None)
    except ValueError:
        pass  # a connection that was cut is flushed once more


control(FAULTS, Listener(int(sys.argv[1]), serve))
