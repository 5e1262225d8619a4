"""Simulated days through `replyd replay`: ordinary months, bursts among them, a sale day.

    python3 Tests/Quality/bursts.py [--months 2] [--replyd .build/release/replyd]

Ordinary messages are those of labels/, drawn without repetition until all were used, 2,000 a day with a quiet night and
weekend. A burst is 30 of the 40 messages of an event, in ten minutes, between 08:00 and 20:00.
"""

import argparse, datetime, glob, json, math, random, subprocess, tempfile

START = datetime.datetime(2026, 3, 2, tzinfo=datetime.timezone.utc)  # a Monday
DAY = 86400


def ordinary_texts():
    texts = [json.loads(line)["text"] for line in open("labels/bursts/ordinary.jsonl")]
    for path in sorted(glob.glob("labels/crisis/*.jsonl")):
        for line in open(path):
            row = json.loads(line)
            if row.get("severity") in ("none", "low") and row.get("language", "en") == "en":
                texts.append(row["text"])
    for path in sorted(glob.glob("labels/faq/*-messages.jsonl")) + ["labels/faq/out-of-scope.jsonl"]:
        for line in open(path):
            row = json.loads(line)
            texts.append(row.get("text") or row.get("question"))
    return [text for text in texts if text]


def rate(t, per_day):
    """Messages a second at a time since START."""
    hour, day = t / 3600 % 24, int(t // DAY) % 7
    shape = 0.25 + 1.2 * max(0.0, math.sin((hour - 6) / 24 * 2 * math.pi))
    return per_day / DAY * shape / 0.63 * (0.6 if day >= 5 else 1)


def month(rng, texts, days, per_day, surge=None):
    """Ordinary messages as (seconds, text); `surge` is (from, to, factor)."""
    t, bag, out = 0.0, [], []
    while True:
        factor = surge[2] if surge and surge[0] <= t < surge[1] else 1
        t += rng.expovariate(rate(t, per_day) * factor)
        if t >= days * DAY:
            return out
        if not bag:
            bag = texts[:]
            rng.shuffle(bag)
        out.append((t, bag.pop()))


def events(path):
    topics = {}
    for line in open(path):
        row = json.loads(line)
        topics.setdefault(row["topic"], []).append(row["text"])
    return topics


def replay(replyd, messages, config):
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as file:
        for number, (t, text) in enumerate(sorted(messages)):
            at = (START + datetime.timedelta(seconds=t)).isoformat(timespec="milliseconds")
            file.write(json.dumps({
                "id": str(number), "text": text, "platform": "mastodon", "createdAt": at.replace("+00:00", "Z"),
                "author": {"id": f"a{number}", "handle": f"@a{number}"}, "conversation": f"c{number}"}) + "\n")
        file.flush()
        run = subprocess.run(
            [replyd, "replay", "--config", config, "--input", file.name, "--json"], check=True,
            capture_output=True, text=True)
    return json.loads(run.stdout)


def many(report):
    """Incidents of many messages, with when they began in seconds since START."""
    found = []
    for incident in report["incidents"]:
        if incident["burst"] and not incident["burst"]["mergedInto"]:
            at = datetime.datetime.fromisoformat(incident["openedAt"].replace("Z", "+00:00"))
            found.append((incident, (at - START).total_seconds()))
    return found


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--months", type=int, default=2)
    parser.add_argument("--per-day", type=int, default=2000)
    parser.add_argument("--replyd", default=".build/release/replyd")
    parser.add_argument("--config", default="config/replyd.json")
    parser.add_argument("--events", default="labels/bursts/held.jsonl")
    arguments = parser.parse_args()
    texts = ordinary_texts()
    print(f"{len(texts)} ordinary texts, {arguments.per_day} messages a day")
    for seed in range(1, arguments.months + 1):
        report = replay(
            arguments.replyd, month(random.Random(seed), texts, 30, arguments.per_day), arguments.config)
        false = many(report)
        print(f"ordinary month {seed}: {report['messages']} messages in {report['seconds']} s, "
              f"{len(false)} incidents of many messages")
        for incident, _ in false:
            print("   ", incident["burst"]["sentence"])
    bursts(arguments, texts)
    sale(arguments, texts)


def bursts(arguments, texts):
    rng = random.Random(100)
    topics = events(arguments.events)
    messages, starts = month(rng, texts, 4 + len(topics), arguments.per_day), {}
    for day, (topic, own) in enumerate(sorted(topics.items())):
        start = (3 + day) * DAY + rng.uniform(8, 20) * 3600
        times = sorted(rng.uniform(0, 600) for _ in range(30))
        starts[topic] = [start + t for t in times]
        messages += zip(starts[topic], rng.sample(own, 30))
    found = many(replay(arguments.replyd, messages, arguments.config))
    hits, used = 0, set()
    for topic, times in starts.items():
        own = [(i, at) for i, at in found if times[0] <= at <= times[0] + 3600]
        used.update(i["id"] for i, _ in own)
        if not own:
            print(f"{topic:20} not found")
            continue
        first = min(own, key=lambda each: each[1])
        number = sum(t <= first[1] for t in times)
        early = number <= 10 and first[1] - times[0] <= 180
        hits += early
        print(f"{topic:20} at message {number:2}, after {first[1] - times[0]:3.0f} s, {len(own)} incident(s): "
              f"{first[0]['burst']['sentence']}")
    print(f"{hits} of {len(topics)} within 3 minutes and by the 10th message; "
          f"{len(found) - len(used)} incidents of nothing in {4 + len(topics)} days")


def sale(arguments, texts):
    rng = random.Random(200)
    begin = 9 * DAY + 10 * 3600
    surge = (begin, begin + 3 * 3600, 10)
    found = many(replay(
        arguments.replyd, month(rng, texts, 10, arguments.per_day, surge), arguments.config))
    for incident, at in found:
        print(f"ten times the volume: {incident['burst']['kind']} after {(at - begin) / 60:.0f} min: "
              f"{incident['burst']['sentence']}")


if __name__ == "__main__":
    main()
