"""Several reports of one organ: each compared with that of the year before (family Y)."""
