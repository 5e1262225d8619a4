"""Fetches a feed: over HTTP within bounds, or from a file in the plugin's folder."""

import email.utils
import http.client
import time
import urllib.error
import urllib.parse
import urllib.request
from typing import NamedTuple, Optional

from failure import Failure

MAX_BODY = 8 << 20  # bytes
MAX_WAIT = 86_400  # seconds that a server may ask us to stay away
LOCAL = {"localhost", "127.0.0.1", "::1"}


class Fetched(NamedTuple):
    """A body, nothing when it is as it was, and what to ask the server with next time."""

    body: Optional[bytes]
    etag: Optional[str] = None
    modified: Optional[str] = None


class SameHostOnly(urllib.request.HTTPRedirectHandler):
    """Follows a redirect on the same host, or from http to https of it. The token goes along."""

    def redirect_request(self, request, file, code, message, headers, address):
        old, new = urllib.parse.urlsplit(request.full_url), urllib.parse.urlsplit(address)
        upgraded = (old.scheme, new.scheme) == ("http", "https") and old.hostname == new.hostname
        if not upgraded and (old.scheme, old.netloc) != (new.scheme, new.netloc):
            raise Failure(f"the feed moved to {new.scheme}://{new.netloc}; check it and set that")
        return super().redirect_request(request, file, code, message, headers, address)


class Source:
    """One feed. Raises `ValueError` at once when its address cannot be used."""

    def __init__(self, address: str, timeout: float, token: Optional[str]) -> None:
        self.address, self.timeout, self.token = address, timeout, token
        parts = urllib.parse.urlsplit(address)
        self.is_file = not parts.scheme
        if not self.is_file and (parts.scheme not in ("http", "https") or not parts.hostname):
            raise ValueError("feed: only https and http addresses, or a file in the plugin's folder")
        if token and parts.scheme == "http" and parts.hostname not in LOCAL:
            raise ValueError("feed: a token needs an https address")
        self.opener = urllib.request.build_opener(SameHostOnly)

    def fetch(self, etag: Optional[str] = None, modified: Optional[str] = None) -> Fetched:
        if self.is_file:
            return Fetched(self._file())
        headers = {
            "Accept": "application/atom+xml, application/rss+xml, application/xml, text/xml",
            "User-Agent": "replyd-feed/1", "If-None-Match": etag, "If-Modified-Since": modified,
            "Authorization": self.token and f"Bearer {self.token}"}
        sent = {name: value for name, value in headers.items() if value}
        request = urllib.request.Request(self.address, headers=sent)
        deadline = time.monotonic() + self.timeout
        try:
            with self.opener.open(request, timeout=self.timeout) as response:
                body = _bounded(response, deadline)
                return Fetched(body, response.headers["ETag"], response.headers["Last-Modified"])
        except urllib.error.HTTPError as error:
            if error.code == 304:
                return Fetched(None, etag, modified)
            raise _refused(error) from error
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise Failure(f"the feed cannot be reached: {error}") from error

    def _file(self) -> bytes:
        try:
            with open(self.address, "rb") as file:
                body = file.read(MAX_BODY + 1)
        except OSError as error:
            raise Failure(f"feed: {error}") from error
        return _checked(body)


def _bounded(response: http.client.HTTPResponse, deadline: float) -> bytes:
    body = bytearray()
    while chunk := response.read1(65_536):
        body += chunk
        _checked(body)
        if time.monotonic() > deadline:
            raise Failure("the feed came too slowly; raise timeout if that is usual")
    if response.length:
        raise Failure("the feed broke off")
    return bytes(body)


def _checked(body: bytes) -> bytes:
    if len(body) > MAX_BODY:
        raise Failure(f"the feed is larger than {MAX_BODY >> 20} MiB", "malformed")
    return body


def _refused(error: urllib.error.HTTPError) -> Failure:
    if error.code in (401, 403):
        fix = "the feed refuses the token; set a valid one" if error.code == 401 else (
            "the feed may not be read with this token; have it allowed, or set another one")
        return Failure(f"{fix} (HTTP {error.code})", "unauthorised")
    after = _seconds(error.headers["Retry-After"]) if error.headers else None
    return Failure(f"the feed's server answered HTTP {error.code}", "retry", after)


def _seconds(value: Optional[str]) -> Optional[int]:
    """A Retry-After, which is a number of seconds or a date; nothing when it is neither."""
    if not value:
        return None
    try:
        seconds = int(value) if value.strip().isdigit() else int(
            email.utils.parsedate_to_datetime(value).timestamp() - time.time())
    except (TypeError, ValueError, OverflowError):
        return None
    return min(max(seconds, 1), MAX_WAIT)
