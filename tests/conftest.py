"""How property tests run: without deadlines; with ``HYPOTHESIS_PROFILE=ci``, or ``CI``, always on the same examples."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

# A slow machine is no failure: neither a deadline nor slow drawing fails a test.
settings.register_profile(
    "default",
    max_examples=100,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("ci", settings.get_profile("default"), derandomize=True, database=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "default"))
