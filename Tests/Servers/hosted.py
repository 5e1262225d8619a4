#!/usr/bin/env python3
"""Starts a real server by its script and stops it when standard input closes: with whoever asked.

  hosted.py SCRIPT

Runs `SCRIPT start`, prints `ready` (or what the script wrote, with status 1), and at the end
`SCRIPT stop`. State lies in $SERVERS_ROOT, a folder of its own, which is removed.
"""
import os
import shutil
import signal
import subprocess
import sys
import tempfile

# Who was started from a thread pool inherits its mask, and could not be stopped by SIGTERM.
signal.pthread_sigmask(signal.SIG_SETMASK, [])
for ending in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
    signal.signal(ending, signal.SIG_IGN)


def run(verb):
    # No pipe: a server keeps its output open, and a pipe would never end.
    with tempfile.TemporaryFile() as log:
        status = subprocess.call(
            ["bash", sys.argv[1], verb], stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            restore_signals=True, preexec_fn=default_signals)
        log.seek(0)
        return status, log.read().decode("utf-8", "replace")


def default_signals():
    for ending in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, signal.SIG_DFL)


status, output = run("start")
print("ready" if status == 0 else output, flush=True)
while status == 0 and os.read(0, 1):
    pass
run("stop")
shutil.rmtree(os.environ["SERVERS_ROOT"], ignore_errors=True)
sys.exit(status)
