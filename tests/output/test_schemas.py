"""The schemas of the formats are those that were taken."""

from __future__ import annotations

import hashlib
import re

from output_samples import SCHEMAS


def test_the_schemas_that_were_taken_are_unchanged() -> None:
    rows = re.findall(r"^\| `([^`]+)` .*?`([0-9a-f]{64})`", (SCHEMAS / "README.md").read_text("utf-8"), re.MULTILINE)
    assert len(rows) == 2
    for name, expected in rows:
        assert hashlib.sha256((SCHEMAS / name).read_bytes()).hexdigest() == expected
