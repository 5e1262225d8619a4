"""The same work done by opsdroid: a websocket bot with one regex skill, which stores nothing.

Starts opsdroid on a loopback port in a process of its own, sends N messages over one websocket with
at most WINDOW unanswered, and prints JSON: answers a second. Run it with the Python of an
environment that has `opsdroid` and `setuptools<80` (Tests/bench.sh makes one).
"""

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time

import aiohttp

COUNT = int(os.environ.get("MESSAGES", "20000"))
WINDOW = 64
PATIENCE = 30

SKILL = '''
from opsdroid.matchers import match_regex
from opsdroid.skill import Skill


class Answer(Skill):
    @match_regex(r"where is my order")
    async def answer(self, message):
        await message.respond("It is on its way.")
'''


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def configure(folder, port):
    skill = os.path.join(folder, "answer.py")
    with open(skill, "w") as file:
        file.write(SKILL)
    config = os.path.join(folder, "configuration.yaml")
    with open(config, "w") as file:
        file.write(
            f"logging:\n  level: error\n  console: false\nwelcome-message: false\n"
            f"web:\n  host: 127.0.0.1\n  port: {port}\n"
            f"connectors:\n  websocket:\n    connection-timeout: 60\n"
            f"skills:\n  answer:\n    path: {skill}\n"
        )
    return config


async def connect(session, port):
    base = f"http://127.0.0.1:{port}/connector/websocket"
    end = time.monotonic() + PATIENCE
    while True:
        try:
            async with session.post(base) as answer:
                name = json.loads(await answer.text())["socket"]
            return await session.ws_connect(f"{base}/{name}")
        except (aiohttp.ClientError, KeyError, TypeError):
            if time.monotonic() > end:
                raise
            await asyncio.sleep(0.2)


async def measure(port):
    async with aiohttp.ClientSession() as session:
        websocket = await connect(session, port)
        sent = received = 0
        start = time.monotonic()
        while received < COUNT:
            while sent < COUNT and sent - received < WINDOW:
                await websocket.send_str(f"where is my order {sent}?")
                sent += 1
            answer = await asyncio.wait_for(websocket.receive(), PATIENCE)
            if answer.type is not aiohttp.WSMsgType.TEXT:
                raise RuntimeError(f"opsdroid ended after {received} answers")
            received += 1
        elapsed = time.monotonic() - start
        await websocket.close()
        return COUNT / elapsed


def main():
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        bot = subprocess.Popen(
            [sys.executable, "-m", "opsdroid", "start", "-f", configure(folder, port)],
            cwd=folder, env={**os.environ, "HOME": folder},
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            rate = asyncio.run(measure(port))
        finally:
            bot.send_signal(signal.SIGTERM)
            try:
                bot.wait(5)
            except subprocess.TimeoutExpired:
                bot.kill()
    print(json.dumps({"opsdroid.websocket": {"value": round(rate), "unit": "messages/s"}}))


if __name__ == "__main__":
    main()
