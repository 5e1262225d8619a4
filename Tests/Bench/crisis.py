"""How the crisis stage's time grows with the text and with the operator's phrases.

Each line: the stage alone on one core, µs a KiB of text. Texts beyond 16 KiB are cut by the
normaliser, so that their time a KiB must fall. Prints the ratio of the slowest to the fastest of
each kind up to 16 KiB.
"""
import json
import random
import subprocess
import sys
import tempfile

BINARY, SECONDS = sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else "0.5"
CATEGORIES = "safety selfHarm threat legal privacy fraud discrimination press boycott".split()
random.seed(1)
SYLLABLES = "ka lo mi ren tas ul der ost fi gra en por".split()


def word():
    return "".join(random.choice(SYLLABLES) for _ in range(random.randint(1, 4)))


def plain(size):
    words = "my order is late and nobody answers the phone please help with this kettle".split()
    return fill(lambda: random.choice(words) if random.random() < 0.5 else word(), size)


def fill(one, size):
    parts, length = [], 0
    while length < size:
        parts.append(one())
        length += len(parts[-1]) + 1
    return " ".join(parts)[:size]


TEXTS = {
    "ordinary words": plain,
    "one letter": lambda size: "a" * size,
    "one phrase over and over": lambda size: ("kill you " * (size // 9 + 1))[:size],
    "halves of pairs": lambda size: ("kettle your staff exploded not i will " * size)[:size],
    "nothing but negations": lambda size: ("not never " * size)[:size],
}


def rate(folder, phrases, text):
    config, messages = f"{folder}/config.json", f"{folder}/messages.jsonl"
    stage = {"plugin": "crisis", "settings": {"phrases": phrases}}
    brand = {"name": "Bench", "timeZone": "UTC"}
    with open(config, "w") as file:
        json.dump({"brand": brand, "connectors": {}, "stages": [stage]}, file)
    with open(messages, "w") as file:
        file.write(json.dumps({"id": "1", "text": text}) + "\n")
    command = [BINARY, "bench", "--config", config, "--input", messages]
    command += ["--seconds", SECONDS, "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)["stage.crisis"]["value"]


def main():
    print("crisis stage, µs a KiB of text, one core; ratio: slowest to fastest up to 16 KiB")
    print(f"{'text':26}{'phrases':>8}{'1 KiB':>9}{'4 KiB':>9}{'16 KiB':>9}{'64 KiB':>9}{'ratio':>7}")
    with tempfile.TemporaryDirectory() as folder:
        for name, make in TEXTS.items():
            for count in (0, 100, 1000):
                phrases = {}
                for number in range(count):
                    phrases.setdefault(CATEGORIES[number % 9], []).append(f"{word()} {word()} {number}")
                costs = [1e6 / rate(folder, phrases, make(kib << 10)) / kib for kib in (1, 4, 16, 64)]
                ratio = max(costs[:3]) / min(costs[:3])
                print(f"{name:26}{count:8}" + "".join(f"{cost:9.1f}" for cost in costs) + f"{ratio:7.2f}")


main()
