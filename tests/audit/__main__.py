"""Runs the audit: ``python tests/audit``."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path[0] = str(Path(__file__).resolve().parents[1])  # Python puts this folder there, but it is a package

from audit.command import main  # noqa: E402

sys.exit(main(sys.argv[1:]))
