"""The version of the package; that of the standard is in ``schema/catalog.json``."""

__version__ = "0.8.0"
