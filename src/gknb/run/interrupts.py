"""Defer Ctrl-C to a point at which no step is incomplete."""

from __future__ import annotations

import signal
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Self

__all__ = ["Interrupts"]


class Interrupts:
    """Context manager: inside :meth:`deferred`, the first Ctrl-C is raised at its end, a second one at once."""

    def __init__(self) -> None:
        self._holding = False
        self._came = False
        self._before: Any = None

    def __enter__(self) -> Self:
        """Install the handler, unless Ctrl-C is ignored, as in a background job of a script."""
        if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
            with suppress(ValueError):  # only the main thread may set it
                self._before = signal.signal(signal.SIGINT, self._take)
        return self

    def __exit__(self, *_: object) -> None:
        """Restore the previous handler."""
        if self._before is not None:
            signal.signal(signal.SIGINT, self._before)

    def _take(self, *_: object) -> None:
        if not self._holding or self._came:
            raise KeyboardInterrupt
        self._came = True

    @contextmanager
    def deferred(self) -> Iterator[None]:
        """Complete the block before the first Ctrl-C is raised."""
        self._holding = True
        try:
            yield
        finally:
            self._holding = False
        if self._came:
            raise KeyboardInterrupt
