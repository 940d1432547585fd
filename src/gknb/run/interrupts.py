"""Ctrl-C at a time when nothing is half done."""

from __future__ import annotations

import signal
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Self

__all__ = ["Interrupts"]


class Interrupts:
    """As a context: inside :meth:`held`, the first Ctrl-C is raised at its end; a second one at once."""

    def __init__(self) -> None:
        self._holding = False
        self._came = False
        self._before: Any = None

    def __enter__(self) -> Self:
        """From now on."""
        if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:  # as it is in the background of a shell script
            with suppress(ValueError):  # not the main thread, which alone has a say in it
                self._before = signal.signal(signal.SIGINT, self._take)
        return self

    def __exit__(self, *_: object) -> None:
        """Ctrl-C is what it was before."""
        if self._before is not None:
            signal.signal(signal.SIGINT, self._before)

    def _take(self, *_: object) -> None:
        if not self._holding or self._came:
            raise KeyboardInterrupt
        self._came = True

    @contextmanager
    def held(self) -> Iterator[None]:
        """What is inside is done to its end."""
        self._holding = True
        try:
            yield
        finally:
            self._holding = False
        if self._came:
            raise KeyboardInterrupt
