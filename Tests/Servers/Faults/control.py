"""The control port that both fault proxies have, and what they share: which fault comes next."""
import json
import os
import socket
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Faults:
    """What was ordered and did not happen yet, and all that happened."""

    LOG_LIMIT = 10_000

    def __init__(self):
        self.lock = threading.Lock()
        self.orders = []
        self.log = []

    def order(self, fault):
        with self.lock:
            self.orders += [dict(fault) for _ in range(fault.get("times", 1))]

    def clear(self):
        with self.lock:
            self.orders = []

    def take(self, matches, what):
        """The first order that matches what happens; an order with "skip" lets some pass before."""
        with self.lock:
            chosen = next((order for order in self.orders if matches(order)), None)
            if chosen and chosen.get("skip", 0) > 0:
                chosen["skip"] -= 1
                chosen = None
            if chosen:
                self.orders.remove(chosen)
            if len(self.log) < self.LOG_LIMIT:
                self.log.append({"at": time.time(), "what": what, "fault": chosen})
            return chosen or {}


class Listener:
    """Accepts connections until it is told to refuse; then nobody listens at its port."""

    def __init__(self, port, serve):
        self.serve = serve
        self.lock = threading.Lock()
        self.open = set()
        self.socket = None
        self.port = port
        self.listen()

    def listen(self):
        with self.lock:
            if self.socket:
                return
            listener = socket.socket()
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(("127.0.0.1", self.port))
            listener.listen(128)
            self.port = listener.getsockname()[1]
            self.socket = listener
        threading.Thread(target=self.accept, args=(listener,), daemon=True).start()

    def refuse(self):
        """Also ends what is open, so that no request can be written on it."""
        with self.lock:
            listener, self.socket = self.socket, None
            connections, self.open = list(self.open), set()
        if listener:
            listener.shutdown(socket.SHUT_RDWR)
            listener.close()
        for connection in connections:
            end(connection)

    def accept(self, listener):
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            # Ends the connection also when TLS has taken it over.
            handle = connection.dup()
            with self.lock:
                is_meant = listener is self.socket
                self.open.add(handle)
            if not is_meant:
                end(handle)
            threading.Thread(target=self.run, args=(connection, handle), daemon=True).start()

    def run(self, connection, handle):
        try:
            self.serve(connection)
        except OSError:
            pass
        finally:
            with self.lock:
                self.open.discard(handle)
            end(handle)
            connection.close()


def end(connection):
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass
    connection.close()


def control(faults, listener):
    """Serves the control port until standard input closes: with whoever started the proxy."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_):
            pass

        def do_GET(self):
            with faults.lock:
                self.answer(200, faults.log)

        def do_POST(self):
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            if self.path == "/fault":
                faults.order(json.loads(body))
            elif self.path == "/clear":
                faults.clear()
                listener.listen()
            elif self.path == "/refuse":
                listener.refuse()
            else:
                return self.answer(404, {"error": self.path})
            self.answer(200, {})

        def answer(self, status, value):
            data = json.dumps(value).encode()
            self.send_response_only(status)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(f"listening on {listener.port} controlled on {server.server_port}", flush=True)
    while sys.stdin.buffer.read(1):
        pass
    os._exit(0)
