"""Bytes -> plain JSON values with the line and column of each: JSON, YAML, gzip, Python values."""
