"""Generated reports, put through real converters, and how they read: see ``measure.py`` and ``build.py``."""
