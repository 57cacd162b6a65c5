import hashlib
import json
from pathlib import Path

from admin import app

VENDOR = Path(app.__file__).parent / "static" / "vendor"


def test_each_vendored_file_is_the_one_that_was_locked_and_no_other_lies_there() -> None:
    lock = json.loads((VENDOR / "lock.json").read_text(encoding="utf-8"))
    locked = {name: digest for package in lock for name, digest in package["sha256"].items()}
    found = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.iterdir()
        if path.name != "lock.json"
    }
    assert found == locked
