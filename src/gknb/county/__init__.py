"""A county: the roster of its organs, who has reported, and consolidated reports against what they consolidate."""
