"""Paths of files in the checkout, for all tests."""

from __future__ import annotations

from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
SCHEMA: Final = ROOT / "schema"
CONFORMANCE: Final = ROOT / "tests" / "conformance"
EXAMPLES: Final = ROOT / "docs" / "examples"

#: Published reports that may not be redistributed; only some machines have them.
SHARED: Final = ROOT.parent / "shared"
