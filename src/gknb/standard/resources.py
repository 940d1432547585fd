"""Files that go with the package: from a checkout and from an installed wheel alike."""

from __future__ import annotations

import os

__all__ = ["read_packaged"]


def read_packaged(installed: str, checkout: str) -> bytes:
    """The file at ``installed`` below the package, or else at ``checkout`` below the root of the repository.

    Raises :class:`OSError` where there is neither.
    """
    # The module's own loader also reads from a zipped package, and importing
    # importlib.resources would cost a cold run more than the check itself.
    here = os.path.dirname(os.path.dirname(__file__))
    try:
        content: bytes = __spec__.loader.get_data(os.path.join(here, installed))  # type: ignore[union-attr]
    except OSError:
        with open(os.path.join(here, "..", "..", checkout), "rb") as file:
            content = file.read()
    return content
