#!/usr/bin/env python3
"""What polling many mailboxes costs the daemon, beside a daemon that polls none.

  mailboxes.py REPLYD [--mailboxes 100] [--every 15s] [--seconds 60]

Starts Dovecot (IMAPS) on a free port of the loopback address, as root, with state of its own; the
daemon polls every mailbox over a connection of its own. CPU is that of the daemon alone, in percent
of one core, over the seconds after the first polls; memory is resident at their end.
"""
import argparse
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

CONF = """
base_dir = {root}/run
log_path = {root}/dovecot.log
protocols = imap
listen = 127.0.0.1
mail_location = maildir:{root}/store/%u
first_valid_uid = 8
ssl = required
ssl_cert = <{root}/cert.pem
ssl_key = <{root}/key.pem
passdb {{
  driver = static
  args = password=pw
}}
userdb {{
  driver = static
  args = uid=mail gid=mail home={root}/store/%u
}}
service imap-login {{
  # One process for many connections: else each would be a process that only speaks TLS.
  service_count = 0
  client_limit = 2000
  inet_listener imap {{
    port = 0
  }}
  inet_listener imaps {{
    port = {port}
  }}
}}
service imap {{
  process_limit = 2000
}}
namespace inbox {{
  inbox = yes
  mailbox Sent {{
    auto = create
  }}
}}
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start_dovecot(root):
    port = free_port()
    os.chmod(root, 0o755)
    os.makedirs(f"{root}/store")
    shutil.chown(f"{root}/store", "mail", "mail")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj",
         "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", f"{root}/key.pem",
         "-out", f"{root}/cert.pem"], check=True, stderr=subprocess.DEVNULL)
    with open(f"{root}/dovecot.conf", "w") as conf:
        conf.write(CONF.format(root=root, port=port))
    return port, subprocess.Popen(["/usr/sbin/dovecot", "-F", "-c", f"{root}/dovecot.conf"])


def config(folder, mailboxes, every, port, root):
    connectors = {
        f"mail{number}": {
            "plugin": "email", "mode": "draft", "pollEvery": every,
            "settings": {
                "imap": f"imaps://127.0.0.1:{port}", "smtp": "smtp://127.0.0.1:1",
                "address": f"box{number}@shop.test", "password": {"env": "MAIL_PASSWORD"},
                "caFile": f"{root}/cert.pem"}}
        for number in range(mailboxes)}
    os.makedirs(folder)
    path = f"{folder}/replyd.json"
    with open(path, "w") as file:
        json.dump({
            "brand": {"name": "Northwind Outfitters", "timeZone": "UTC"},
            "store": {"sqlite": "replyd.sqlite"}, "connectors": connectors,
            "stages": [{"plugin": "handoff", "settings": {"team": "care"}}],
            "windows": [{"acknowledge": "1h", "human": "24h"}],
            "teams": {"care": {"notify": ["log"]}},
            "notifiers": {"log": {"plugin": "log"}}}, file)
    return path


def cpu_seconds(pid):
    with open(f"/proc/{pid}/stat") as stat:
        fields = stat.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def status(pid, name):
    with open(f"/proc/{pid}/status") as lines:
        return next(int(line.split()[1]) for line in lines if line.startswith(name))


def connections(port):
    wanted = f":{port:04X}"
    with open("/proc/net/tcp") as lines:
        return sum(1 for line in lines if line.split()[2].endswith(wanted)
                   and line.split()[3] == "01")


def measure(replyd, path, seconds, port, expected):
    log = open(os.path.join(os.path.dirname(path), "log"), "w")
    daemon = subprocess.Popen(
        [replyd, "run", "--config", path], stdout=log, stderr=log,
        env={**os.environ, "MAIL_PASSWORD": "pw"})
    try:
        start = time.monotonic()
        while connections(port) < expected:
            if daemon.poll() is not None or time.monotonic() - start > 120:
                sys.exit(f"only {connections(port)} of {expected} connections; see {log.name}")
            time.sleep(0.1)
        opened = time.monotonic() - start
        time.sleep(5)
        before = cpu_seconds(daemon.pid)
        time.sleep(seconds)
        cpu = (cpu_seconds(daemon.pid) - before) / seconds * 100
        return {"cpu": cpu, "rss": status(daemon.pid, "VmRSS:") / 1024,
                "threads": status(daemon.pid, "Threads:"), "opened": opened}
    finally:
        daemon.send_signal(signal.SIGTERM)
        daemon.wait()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("replyd")
    parser.add_argument("--mailboxes", type=int, default=100)
    parser.add_argument("--every", default="15s")
    parser.add_argument("--seconds", type=float, default=60)
    given = parser.parse_args()
    root = tempfile.mkdtemp()
    port, dovecot = start_dovecot(root)
    try:
        time.sleep(1)
        for count in [0, given.mailboxes]:
            path = config(f"{root}/daemon{count}", count, given.every, port, root)
            found = measure(given.replyd, path, given.seconds, port, count)
            print(f"{count} mailboxes every {given.every}: {found['cpu']:.1f}% of one core, "
                  f"{found['rss']:.0f} MB, {found['threads']} threads"
                  + (f", all open after {found['opened']:.1f} s" if count else ""), flush=True)
    finally:
        dovecot.terminate()
        dovecot.wait()
        shutil.rmtree(root)


main()
