"""Reads how abusive a text is: a list of words, and one rule about whom each of them is aimed at.

The text is cut into words once; each word becomes a role of words.txt (an offence, or a marker
such as "you" and "not"); then each offence looks a few words around itself. All of it is linear in
the text, and the same text always gives the same reading.
"""

import re
import unicodedata
from bisect import bisect
from collections import defaultdict
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

WEIGHTS = {  # of an offence, aimed at somebody and not
    "mild": (0.15, 0.15), "swear": (0.35, 0.35), "scorn": (0.7, 0.3), "insult": (0.8, 0.45),
    "abuse": (0.95, 0.55), "attack": (0.85, 0.85), "threat": (1.0, 1.0),
}
PASSED = {"filler", *WEIGHTS}
REACH = 6  # words that an offence looks to each side
MAX_WORD = 40  # characters; a longer word is no word
MAX_PHRASE = 8  # words
MAX_OFFENCES = 200  # judged in a message
MAX_QUOTE = 60  # characters

WORD_OR_BREAK = re.compile(
    "[@$]?\\w(?:[\\w'’*@$\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]*[\\w*])?"
    "|[.,!?;:\n()\"“”«»…]")
QUOTATION = re.compile('"[^"]*"|“[^“”]*”|«[^«»]*»|(?m:^>.*$)')
STRETCHED = re.compile(r"(.)\1\1")
INVISIBLE = dict.fromkeys([0xAD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), 0x2060, 0xFEFF])
LEET = str.maketrans("013457@$", "oieastas")


class Unit(NamedTuple):
    """A word, a phrase or a break of the text, and what it means."""

    role: str
    start: int
    end: int


class Reading(NamedTuple):
    """The score of a text, 0 to 1, and the customer's words for it, the worst first."""

    score: float
    quotes: list[str]


class Lexicon:
    """The words of a list, ready to read texts with. It never changes."""

    def __init__(self, path: str, brand: str, words: list[str], ignore: list[str]) -> None:
        roles = dict(_entries(path))
        roles.update((tuple(entry.lower().split()), "insult") for entry in words)
        for entry in ignore:
            roles.pop(tuple(entry.lower().split()), None)
        for name in brand.lower().split():
            roles.setdefault((name,), "brand")
        roles = {entry: role for entry, role in roles.items() if 0 < len(entry) <= MAX_PHRASE}
        self._roles = roles
        self._known = {word for entry in roles for word in entry}
        self._longest = {
            first: max(map(len, group))
            for first, group in groupby(sorted(roles), key=lambda entry: entry[0])}
        self._offences = defaultdict(list)  # by their longest word
        for entry, role in roles.items():
            if role in WEIGHTS:
                self._offences[max(entry, key=len)].append(set(entry))
        self._masked = {
            masked: word for word in self._offences for masked in _masks(word)}
        self._normal = lru_cache(maxsize=20_000)(self._normalised)

    def read(self, text: str) -> Reading:
        """How abusive the text is. Most texts hold no offence and take the short way."""
        words = set(map(self._normal, WORD_OR_BREAK.findall(text)))
        suspects = words & self._offences.keys()
        if not any(entry <= words for word in suspects for entry in self._offences[word]):
            return Reading(0.0, [])
        units = self._units(text)
        quoted = [match.span() for match in QUOTATION.finditer(text)]
        offences = [at for at, unit in enumerate(units) if unit.role in WEIGHTS]
        found = {}
        for at in offences[:MAX_OFFENCES]:
            weight, first = (0.0, at) if _within(quoted, units[at]) else _judge(units, at)
            if weight > 0:
                quote = text[units[first].start : units[at].end]
                short = quote if len(quote) <= MAX_QUOTE else text[units[at].start : units[at].end]
                found[short[:MAX_QUOTE]] = max(weight, found.get(short[:MAX_QUOTE], 0.0))
        quotes = sorted(found, key=lambda quote: -found[quote])
        return Reading(max(found.values(), default=0.0), quotes[:5])

    def _units(self, text: str) -> list[Unit]:
        matches = list(WORD_OR_BREAK.finditer(text))
        words = [self._normal(match.group()) for match in matches]
        units, at = [], 0
        while at < len(words):
            most = min(self._longest.get(words[at], 1), len(words) - at)
            for length in range(most, 0, -1):
                role = self._roles.get(tuple(words[at : at + length]))
                if role or length == 1:
                    break
            units.append(
                Unit(role or _plain_role(matches[at].group()),
                     matches[at].start(), matches[at + length - 1].end()))
            at += length
        return units

    def _normalised(self, raw: str) -> str:
        """The word of the list that is meant, or nothing."""
        if len(raw) > MAX_WORD:
            return ""
        word = raw.lower().replace("’", "'")
        if not word.isascii():
            spread = unicodedata.normalize("NFKD", word.translate(INVISIBLE))
            word = "".join(letter for letter in spread if not unicodedata.combining(letter))
        if word in self._known or (word.isalpha() and not STRETCHED.search(word)):
            return word if word in self._known else ""
        bare = word.strip("*_")
        plain = bare if bare.isdigit() else bare.translate(LEET)
        for guess in (bare, plain, _squeezed(plain, 2), _squeezed(plain, 1)):
            if guess in self._known:
                return guess
        return self._masked.get(word) or self._masked.get(bare, "")


def _judge(units: list[Unit], at: int) -> tuple[float, int]:
    """What the offence weighs, and where the quote begins that shows it."""
    role = units[at].role
    aimed, loose = WEIGHTS[role]
    before = at - 1
    while before > at - REACH and before >= 0 and units[before].role in PASSED:
        before -= 1
    after = at + 1
    while after < at + REACH and after < len(units) and units[after].role == "filler":
        after += 1
    near = units[before].role if before >= 0 else "break"
    following = units[after].role if after < len(units) else "break"

    if role in ("mild", "swear"):
        return loose, at
    if near in ("negation", "report") or (near == "self" and role != "threat"):
        return 0.0, at
    if role in ("attack", "threat"):
        return aimed, at
    if near in ("target", "brand") or (near == "side" and role != "scorn"):
        return aimed, before
    if following == "self":
        return 0.0, at
    alone = role != "scorn" and near == following == "break"
    named = following == "target" or (role != "scorn" and _mentions_somebody(units, at))
    return (aimed if alone or named else loose), at


def _mentions_somebody(units: list[Unit], at: int) -> bool:
    """Whether the clause around an insult is about somebody at the brand."""
    for step in (-1, 1):
        for place in range(at + step, at + step * (REACH + 1), step):
            if not 0 <= place < len(units) or units[place].role == "break":
                break
            role = units[place].role
            if role in ("target", "brand") or (role == "side" and step > 0):
                return True
    return False


def _entries(path: str) -> list[tuple[tuple[str, ...], str]]:
    """The entries of a list as tuples of words, each with the section it stands in."""
    entries, role = [], ""
    with open(path, encoding="utf-8") as file:
        for line in file:
            line = line.split("#")[0].strip()
            if line.startswith("["):
                role = line.strip("[]")
            else:
                phrases = (tuple(phrase.split()) for phrase in line.split(","))
                entries += [(phrase, role) for phrase in phrases if phrase]
    return entries


def _masks(word: str) -> set[str]:
    """The word with one run of its letters starred out; its first and another letter stay."""
    size = len(word)
    return {
        word[:start] + "*" * (end - start) + word[end:]
        for start in range(1, size) for end in range(start + 1, size + 1)
        if size >= 4 and end - start <= size - 2}


def _squeezed(word: str, most: int) -> str:
    """The word with each run of three or more equal letters cut to `most`."""
    runs = ["".join(run) for _, run in groupby(word)]
    return "".join(run[:most] if len(run) > 2 else run for run in runs)


def _plain_role(raw: str) -> str:
    if raw[0] == "@" and len(raw) > 1:
        return "target"
    return "plain" if raw[0].isalnum() or raw[0] in "_$" else "break"


def _within(spans: list[tuple[int, int]], unit: Unit) -> bool:
    """Whether the unit lies in one of the spans, which are sorted and apart from each other."""
    place = bisect(spans, (unit.start, unit.start)) - 1
    return place >= 0 and unit.start < spans[place][1]
