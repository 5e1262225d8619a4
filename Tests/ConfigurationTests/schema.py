"""Validates configs by a JSON Schema (draft 2020-12) with PyPI's jsonschema.

On standard input: {"schema": {...}, "configs": [{"name", "folder", "file" or "config"}]}. On
standard output, for each config in order, the list of what the schema refuses. The annotation
`x-document` names the definition that the document at a path has to match; paths start at `folder`.
"""

import json
import os
import sys

from jsonschema import Draft202012Validator
from jsonschema.validators import extend


def read(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def main():
    task = json.load(sys.stdin)
    schema = task["schema"]
    Draft202012Validator.check_schema(schema)

    def errors(config, folder):
        def document(validator, pointer, path, _):
            file = os.path.join(folder, path) if isinstance(path, str) else ""
            if os.path.isfile(file):
                definition = schema["$defs"][pointer.removeprefix("#/$defs/")]
                try:
                    yield from validator.evolve(schema=definition).iter_errors(read(file))
                except ValueError:
                    pass  # No JSON: not for a schema.

        validator = extend(Draft202012Validator, {"x-document": document})(schema)
        return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(config)]

    results = []
    for entry in task["configs"]:
        config = read(entry["file"]) if "file" in entry else entry["config"]
        results.append(errors(config, entry["folder"]))
    json.dump(results, sys.stdout)


main()
