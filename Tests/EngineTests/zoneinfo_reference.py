"""Opening spans and deadlines by Python's zoneinfo, independent of replyd's own code.

zoneinfo_reference.py zones CALENDAR...   one line for each zone, calendar and change of the clocks:
    ZONE|CALENDAR|DAY start end start end...|...|START SECONDS END|...
zoneinfo_reference.py rules               one line for each recurrence rule:
    START|RRULE|day day...
zoneinfo_reference.py easters             one line for each Easter:
    western|YEAR|day  or  orthodox|YEAR|day

Instants are seconds since 1970 in UTC. A local time that is skipped is the instant of the change;
of one that comes twice, a span starts at the first. It ends at the second, unless the clock showed
nothing earlier in between (the very first minute of the hour that comes twice).
"""
import json
import random
import sys
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo, available_timezones

UTC = timezone.utc
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
SECOND = timedelta(seconds=1)
NAMES = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


def seconds(instant):
    return (instant - EPOCH) // SECOND


def local(instant, zone):
    return instant.astimezone(zone).replace(tzinfo=None)


def changes(zone):
    """The first instants of new offsets, 2000 to 2039: the last two years follow from the rule at
    the end of a zone's file, those before from its table."""
    def offset(at):
        return at.astimezone(zone).utcoffset()
    at, last = datetime(2000, 1, 1, tzinfo=UTC), datetime(2040, 1, 1, tzinfo=UTC)
    step = timedelta(days=3)
    while at < last:
        if offset(at) != offset(at + step):
            low, high, old = seconds(at), seconds(at + step), offset(at)
            while high - low > 1:
                middle = (low + high) // 2
                if offset(EPOCH + middle * SECOND) == old:
                    low = middle
                else:
                    high = middle
            yield EPOCH + high * SECOND
        at += step


def boundary(wall, zone, is_end):
    early = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    late = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
    if early == late:
        return early
    if early > late:  # skipped: search the change between the two readings
        low, high = seconds(late), seconds(early)
        old = (EPOCH + low * SECOND).astimezone(zone).utcoffset()
        if (EPOCH + high * SECOND).astimezone(zone).utcoffset() == old:
            raise ValueError(f"no change around {wall} in {zone}")
        while high - low > 1:
            middle = (low + high) // 2
            if (EPOCH + middle * SECOND).astimezone(zone).utcoffset() == old:
                low = middle
            else:
                high = middle
        return EPOCH + high * SECOND
    if is_end and local(late - SECOND, zone) == wall - SECOND:
        return late
    return early


class Hours:
    def __init__(self, week, zone):
        self.week, self.zone, self.known = week, zone, {}

    def spans(self, day):
        """As pairs of seconds; those that meet or overlap are one."""
        if day not in self.known:
            midnight = datetime(day.year, day.month, day.day)
            found = []
            for start, end in self.week[day.weekday()]:
                a = seconds(boundary(midnight + timedelta(minutes=start), self.zone, False))
                b = seconds(boundary(midnight + timedelta(minutes=end), self.zone, True))
                if a < b:
                    found.append((a, b))
            self.known[day] = merged(found)
        return self.known[day]

    def adding(self, work, start):
        day = local(EPOCH + start * SECOND, self.zone).date() - timedelta(days=2)
        open_until = start
        while True:
            for a, b in self.spans(day):
                a = max(a, open_until)
                if a >= b:
                    continue
                if b - a >= work:
                    return a + work
                work -= b - a
                open_until = b
            day += timedelta(days=1)


def merged(spans):
    found = []
    for a, b in sorted(spans):
        if found and a <= found[-1][1]:
            found[-1] = (found[-1][0], max(b, found[-1][1]))
        else:
            found.append((a, b))
    return found


def minutes(text):
    hour, minute = text.split(":")
    return int(hour) * 60 + int(minute)


def week(calendar):
    days = []
    for name in NAMES:
        spans = []
        for text in json.loads(calendar)["hours"].get(name, []):
            start, end = (minutes(part) for part in text.split("-"))
            spans.append((start, end if end > start else end + 1440))
        days.append(spans)
    return days


def zones(calendars):
    weeks = [week(calendar) for calendar in calendars]
    for name in sorted(available_timezones()):
        zone = ZoneInfo(name)
        transitions = list(changes(zone)) or [datetime(2026, 3, 29, 1, tzinfo=UTC)]
        for index, plan in enumerate(weeks):
            hours = Hours(plan, zone)
            for change in transitions:
                days = {local(change - SECOND, zone).date(), local(change, zone).date()}
                around = sorted({day + timedelta(days=n) for day in days for n in (-1, 0, 1)})
                parts = [
                    " ".join([day.isoformat()] + [f"{a} {b}" for a, b in hours.spans(day)])
                    for day in around]
                at = seconds(change)
                for start in (at - 30 * 3600, at - 1800, at, at + 1):
                    for work in (60, 5400, 8 * 3600, 60 * 3600):
                        parts.append(f"{start} {work} {hours.adding(work, start)}")
                print(name, index, *parts, sep="|")


def easters():
    from dateutil.easter import EASTER_ORTHODOX, EASTER_WESTERN, easter
    for year in range(1900, 2201):
        print("western", year, easter(year, EASTER_WESTERN), sep="|")
        if year < 2100:
            print("orthodox", year, easter(year, EASTER_ORTHODOX), sep="|")


def rules():
    from dateutil.rrule import rrulestr
    chance = random.Random(7)
    made = 0
    while made < 1000:
        rule, first = random_rule(chance), date(2019, 1, 1) + timedelta(days=chance.randrange(900))
        # A rule that never comes would be looked for until the year 9999.
        months = [part[8:] for part in rule.split(";") if part.startswith("BYMONTH=")]
        if months:
            first = first.replace(month=int(months[0].split(",")[0]), day=1)
        start = datetime(first.year, first.month, first.day)
        # A start off its rule is undefined in RFC 5545, so it is moved onto it.
        endless = ";".join(part for part in rule.split(";") if part[:5] not in ("COUNT", "UNTIL"))
        start = next(iter(rrulestr(endless + ";UNTIL=20300101", dtstart=start)), None)
        days = start and rrulestr(rule, dtstart=start).between(start, datetime(2032, 1, 1), inc=True)
        if days and days[0] == start:
            made += 1
            print(start.date(), rule, " ".join(str(day.date()) for day in days), sep="|")


def random_rule(chance):
    frequency = chance.choice(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"])
    parts = [f"FREQ={frequency}"]
    if chance.random() < 0.5:
        parts.append(f"INTERVAL={chance.randint(1, 4)}")
    if chance.random() < 0.4:
        months = sorted(chance.sample(range(1, 13), chance.randint(1, 3)))
        parts.append("BYMONTH=" + ",".join(map(str, months)))
    has_days = frequency != "WEEKLY" and chance.random() < 0.4
    if has_days:
        days = chance.sample([n for n in range(-28, 29) if n], chance.randint(1, 4))
        parts.append("BYMONTHDAY=" + ",".join(map(str, days)))
    if chance.random() < 0.5:
        found = []
        # All numbered or none: of a mixture dateutil takes what is both, RFC 5545 what is either.
        numbered = frequency in ("MONTHLY", "YEARLY") and not has_days and chance.random() < 0.6
        for name in chance.sample(["MO", "TU", "WE", "TH", "FR", "SA", "SU"], chance.randint(1, 3)):
            in_month = "BYMONTH" in parts[-1]
            top = 4 if in_month else 5 if frequency == "MONTHLY" else 52
            nth = chance.choice([n for n in range(-top, top + 1) if n])
            found.append((str(nth) if numbered else "") + name)
        parts.append("BYDAY=" + ",".join(found))
    if frequency == "WEEKLY" and chance.random() < 0.5:
        parts.append("WKST=" + chance.choice(["MO", "SU", "WE"]))
    ending = chance.random()
    if ending < 0.3:
        parts.append(f"COUNT={chance.randint(1, 30)}")
    elif ending < 0.6:
        parts.append(f"UNTIL={chance.randint(2020, 2030)}{chance.randint(1, 12):02}15")
    return ";".join(parts)


if __name__ == "__main__":
    {"zones": lambda: zones(sys.argv[2:]), "rules": rules, "easters": easters}[sys.argv[1]]()
