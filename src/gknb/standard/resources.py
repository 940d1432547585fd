"""Reads the data files of the package, from a checkout or an installed wheel."""

from __future__ import annotations

import os

__all__ = ["read_packaged"]


def read_packaged(installed: str, checkout: str) -> bytes:
    """Return the file at ``installed`` below the package, or else at ``checkout`` below the root of the repository.

    Raises :class:`OSError` if neither exists.
    """
    # The loader of this module also reads from a zipped package; importing
    # importlib.resources would take longer than the check itself.
    here = os.path.dirname(os.path.dirname(__file__))
    try:
        content: bytes = __spec__.loader.get_data(os.path.join(here, installed))  # type: ignore[union-attr]
    except OSError:
        with open(os.path.join(here, "..", "..", checkout), "rb") as file:
            content = file.read()
    return content
