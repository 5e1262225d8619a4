#!/usr/bin/env python3
"""Counts what a report says, from what lies outside the store: recordings, the replies that the
recorded platforms got, what people were told and what they answered. Shares no code with replyd.

    count.py --recording NAME=FILE ... --replies NAME=FILE ... --notifications FILE \
             --answers FILE --annotations FILE --windows FILE --now TIME

annotations: what the pipeline says of each message, as `replyd annotate` prints it.
windows: {"complaint": {"acknowledge": 900, "human": 14400}, "": {...}}, in seconds by intent.
Needs recordings in which each message is a conversation of its own.
"""
import argparse
import collections
import datetime
import json
import math
import os


def lines(path):
    if not os.path.exists(path):
        return
    with open(path, encoding="utf-8") as file:
        for line in file:
            if line.strip():
                yield json.loads(line)


def seconds(text):
    """Milliseconds count; a float of seconds would round them."""
    moment = datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
    epoch = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
    return round((moment - epoch) / datetime.timedelta(milliseconds=1)) / 1000


def named(texts):
    return [text.split("=", 1) for text in texts]


def nearest_rank(values, share):
    ordered = sorted(values)
    return ordered[max(1, math.ceil(share * len(ordered) - 1e-9)) - 1] if ordered else None


def delays(values):
    found = {"count": len(values)}
    for name, share in (("p50Seconds", 0.5), ("p90Seconds", 0.9), ("p99Seconds", 0.99)):
        if values:
            found[name] = round(nearest_rank(values, share), 3)
    return found


def wilson(count, whole, z=1.959963984540054):
    if whole < 5:
        return None
    p = count / whole
    base = 1 + z * z / whole
    middle = (p + z * z / (2 * whole)) / base
    reach = z * math.sqrt(p * (1 - p) / whole + z * z / (4 * whole * whole)) / base
    return [round(p, 6), round(max(0, middle - reach), 6), round(min(1, middle + reach), 6)]


class Message:
    def __init__(self, connector, line):
        self.connector = connector
        self.created = seconds(line["createdAt"])
        self.is_machine = bool((line.get("author") or {}).get("bot", False))
        self.replies = []
        self.answered_by_people = []
        self.note = {}

    def wanted(self):
        if self.is_machine or self.note["decision"]["action"] == "ignore":
            return False
        intent = self.note["findings"].get("intent", {})
        if intent.get("label") in ("question", "complaint"):
            return True
        return intent.get("wantsReply", 1) >= 0.5

    def windows(self, table):
        label = self.note["findings"].get("intent", {}).get("label", "")
        return table.get(label, table[""])

    def answers(self):
        mine = [at for kind, at in self.replies if kind in ("answer", "human")]
        return mine + self.answered_by_people

    def any_replies(self):
        return [at for _, at in self.replies] + self.answered_by_people


def outcome(times, due, now):
    if times and min(times) <= due:
        return "met"
    return "missed" if due <= now or times else "running"


def count(options):
    messages = {}
    for connector, path in named(options.recording):
        for line in lines(path):
            if "id" in line:
                messages[connector, line["id"]] = Message(connector, line)
    for connector, path in named(options.replies):
        for line in lines(path):
            messages[connector, line["inReplyTo"]].replies.append(
                (line["kind"], seconds(line["at"])))
    for line in lines(options.annotations):
        messages[tuple(line["id"].split("/", 1))].note = line
    for line in lines(options.answers):
        messages[tuple(line["message"].split("/", 1))].answered_by_people.append(
            seconds(line["at"]))
    told = [line for line in lines(options.notifications) if line["occasion"] == "opened"]
    with open(options.windows, encoding="utf-8") as file:
        table = json.load(file)
    now = seconds(options.now)

    clocks = {"acknowledge": collections.Counter(), "human": collections.Counter()}
    wanted = collections.Counter()
    for message in messages.values():
        if message.is_machine or message.note["decision"]["action"] == "ignore":
            continue
        lengths = message.windows(table)
        due = {name: message.created + length for name, length in lengths.items()}
        clocks["acknowledge"][outcome(message.any_replies(), due["acknowledge"], now)] += 1
        clocks["human"][outcome(message.answers(), due["human"], now)] += 1
        if message.wanted():
            if message.answers() and min(message.answers()) <= due["human"]:
                wanted["answered"] += 1
            elif due["human"] > now:
                wanted["running"] += 1
            elif any(at <= due["human"] for at in message.any_replies()):
                wanted["acknowledgementOnly"] += 1
            else:
                wanted["nothing"] += 1

    customers = [message for message in messages.values() if not message.is_machine]
    unanswered = wanted["acknowledgementOnly"] + wanted["nothing"]
    whole = unanswered + wanted["answered"]
    firsts = [min(m.any_replies()) - m.created for m in customers if m.any_replies()]
    people = [min(m.answered_by_people) - m.created for m in customers if m.answered_by_people]
    return {
        "volume": {
            name: dict(
                customers=sum(m.connector == name for m in customers),
                machines=sum(m.connector == name and m.is_machine for m in messages.values()))
            for name, _ in named(options.recording)
        },
        "replies": dict(collections.Counter(
            kind for message in messages.values() for kind, _ in message.replies)),
        "handoffs": len({line["handoff"] for line in told}),
        "toldTwice": len(told) - len({(line["handoff"], line["notifier"]) for line in told}),
        "windows": {
            name: {way: counts[way] for way in ("met", "missed", "running")}
            for name, counts in clocks.items()
        },
        "firstReply": delays(firsts),
        "humanAnswer": delays(people),
        "wanted": {name: wanted[name]
                   for name in ("answered", "acknowledgementOnly", "nothing", "running")},
        "unanswered": {"count": unanswered, "of": whole, "wilson": wilson(unanswered, whole)},
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--recording", action="append", required=True)
    parser.add_argument("--replies", action="append", required=True)
    for name in ("notifications", "answers", "annotations", "windows", "now"):
        parser.add_argument("--" + name, required=True)
    print(json.dumps(count(parser.parse_args()), sort_keys=True))


if __name__ == "__main__":
    main()
