"""Several reports of one organ: each held against that of the year before (family Y)."""
