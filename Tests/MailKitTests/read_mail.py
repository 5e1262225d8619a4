"""Reads all mails of a folder with Python's own library, one JSON object a mail.

The tests hold it against what MailKit reads: two readers that know nothing of each other.
"""

import email
import email.policy
import json
import pathlib
import sys
from datetime import timezone


def addresses(mail, name):
    field = mail[name]
    return [a.addr_spec for a in field.addresses] if field is not None else []


def clean(value):
    # Bytes without a charset: the library keeps them as half characters.
    if isinstance(value, list):
        return [clean(one) for one in value]
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


def read(path):
    mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    fields = {}

    def note(name, value):
        # The library fails on some mails; then there is nothing to compare.
        try:
            fields[name] = clean(value())
        except Exception as failure:
            fields["failures"] = fields.get("failures", []) + [f"{name}: {failure!r}"]

    note("from", lambda: (addresses(mail, "from") or [None])[0])
    note("name", lambda: mail["from"].addresses[0].display_name)
    note("to", lambda: addresses(mail, "to"))
    note("subject", lambda: str(mail["subject"] or ""))
    note("messageID", lambda: mail["message-id"] and mail["message-id"].strip().strip("<>"))
    note("date", lambda: mail["date"].datetime.astimezone(timezone.utc).strftime("%FT%TZ"))

    def body():
        part = mail.get_body(preferencelist=("plain", "html"))
        # Pages are text only after more work than the library does.
        return None if part is None or part.get_content_type() == "text/html" else part.get_content()

    note("body", body)
    note("attachments", lambda: [a.get_filename() for a in mail.iter_attachments()])
    return fields


folder = pathlib.Path(sys.argv[1])
print(json.dumps({path.stem: read(path) for path in sorted(folder.glob("*.eml"))}))
