"""Where the files of the checkout are: tests take paths from here, so that they can move."""

from __future__ import annotations

from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
SCHEMA: Final = ROOT / "schema"
CONFORMANCE: Final = ROOT / "tests" / "conformance"
EXAMPLES: Final = ROOT / "docs" / "examples"

#: Reports that were published and are not ours to publish again; only some machines have them.
SHARED: Final = ROOT.parent / "shared"
