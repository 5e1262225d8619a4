#!/usr/bin/env python3
"""A loopback proxy for protocols of lines (SMTP, IMAP) that loses, cuts, delays and invents.

  tcpfaults.py LISTEN_PORT UPSTREAM_PORT [--tls CERT KEY]      127.0.0.1 only; port 0: a free one

With --tls both sides speak TLS from the first byte (SMTPS, IMAPS): the proxy shows CERT, and does
not check the server behind it. Without, a STARTTLS passes through, and from then on the proxy sees
bytes only. It prints `listening on PORT controlled on PORT`, and ends when its standard input
closes. See README.md for the control port. A fault of this proxy is an object with

  "match"            a regular expression, e.g. (?i)^mail, tried on each line of the client;
                     without it the fault befalls a connection as it begins
  "skip", "times"    so many matches pass before; so often it is ordered (1)
  "delay"            seconds before anything else happens
  and at most one of
  "drop"             "before": the line is not passed on, the connection ends; "after": it is, and
                     the connection ends in place of the server's answer
  "cut"              so many bytes of the answer arrive before the connection ends
  "inject"           lines that the client gets before the answer
  "answer"           lines that the client gets in place of the server's: the line is not passed on
  "replace"          [OLD, NEW] in the answer, e.g. to strip STARTTLS; for a connection that begins,
                     in all of it

`{tag}` in lines stands for the client's first word (IMAP's tag). The answer ends with its last
line: for SMTP the first one with three digits and a space, for IMAP the one with the tag.
"""
import re
import socket
import ssl
import sys
import threading
import time

from control import Faults, Listener, control, end

UPSTREAM = int(sys.argv[2])
TLS = sys.argv[4:6] if "--tls" in sys.argv else None
FAULTS = Faults()


class Session:
    """One connection: the client's lines one way, the server's answers the other."""

    def __init__(self, client):
        self.client = client
        self.server = socket.create_connection(("127.0.0.1", UPSTREAM))
        self.server.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.lock = threading.Lock()
        # What befalls the answer to the line that was passed on last.
        self.fault = {}
        self.tag = b""
        self.kept = b""
        self.always = None
        self.is_opaque = False

    def run(self):
        try:
            self.begin()
        finally:
            end(self.server)
            end(self.client)

    def begin(self):
        fault = FAULTS.take(lambda order: "match" not in order, "connection")
        time.sleep(fault.get("delay", 0))
        if fault.get("drop"):
            return
        if TLS:
            self.speak_tls()
        if "answer" in fault:
            return self.client.sendall(lines(fault["answer"], b""))
        if "inject" in fault:
            self.client.sendall(lines(fault["inject"], b""))
        self.always = fault.get("replace")
        backwards = threading.Thread(target=self.answers, daemon=True)
        backwards.start()
        try:
            self.requests()
        finally:
            end(self.server)
            backwards.join()

    def speak_tls(self):
        ours = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        ours.load_cert_chain(*TLS)
        theirs = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        theirs.check_hostname = False
        theirs.verify_mode = ssl.CERT_NONE
        self.server = theirs.wrap_socket(self.server)
        self.client = ours.wrap_socket(self.client, server_side=True)

    def requests(self):
        rest = b""
        while data := self.client.recv(65536):
            # A TLS record: after STARTTLS there are no lines.
            self.is_opaque = self.is_opaque or data[:2] == b"\x16\x03"
            if self.is_opaque:
                self.server.sendall(data)
                continue
            *whole, rest = (rest + data).split(b"\n")
            for line in whole:
                if not self.request(line + b"\n"):
                    return

    def request(self, line):
        """False ends the connection."""
        text = line.rstrip(b"\r\n").decode("utf-8", "replace")
        fault = FAULTS.take(
            lambda order: "match" in order and re.search(order["match"], text), "line"
        )
        time.sleep(fault.get("delay", 0))
        tag = line.split(b" ")[0].rstrip(b"\r\n")
        if fault.get("drop") == "before":
            return False
        if "answer" in fault:
            self.client.sendall(lines(fault["answer"], tag))
            return True
        with self.lock:
            if fault:
                self.fault, self.tag, self.kept = fault, tag, b""
        self.server.sendall(line)
        return True

    def answers(self):
        try:
            while data := self.server.recv(65536):
                with self.lock:
                    if not self.answer(data):
                        return
        except OSError:
            pass
        finally:
            end(self.client)

    def answer(self, data):
        """False ends the connection."""
        if self.always:
            data = replaced(data, self.always)
        if not self.fault:
            self.client.sendall(data)
            return True
        fault = self.fault
        self.kept += data
        if "cut" in fault and len(self.kept) >= fault["cut"]:
            self.client.sendall(self.kept[: fault["cut"]])
            return False
        if not self.is_whole():
            return True
        if fault.get("drop") == "after":
            return False
        if "cut" in fault:
            self.client.sendall(self.kept)
            return False
        if "inject" in fault:
            self.client.sendall(lines(fault["inject"], self.tag))
        answer = replaced(self.kept, fault["replace"]) if "replace" in fault else self.kept
        self.client.sendall(answer)
        self.fault, self.kept = {}, b""
        return True

    def is_whole(self):
        last = self.kept.rstrip(b"\r\n").split(b"\n")[-1]
        if not self.kept.endswith(b"\n"):
            return False
        return bool(re.match(rb"\d{3} ", last)) or last.startswith((self.tag + b" ", b"+ "))


def lines(text, tag):
    return text.replace("{tag}", tag.decode("utf-8", "replace")).encode()


def replaced(data, pair):
    return data.replace(pair[0].encode(), pair[1].encode())


control(FAULTS, Listener(int(sys.argv[1]), lambda connection: Session(connection).run()))
