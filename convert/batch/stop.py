"""The user's wish to stop a run: what is in hand is finished, nothing more is begun."""

from __future__ import annotations

import time

LAST_WORK = 1.5
"""Seconds that are left to what is in hand."""


class Stop:
    """Whether the user has stopped the run."""

    def __init__(self) -> None:
        self._since: float | None = None

    def ask(self) -> None:
        """Stop the run."""
        self._since = time.monotonic()

    @property
    def is_asked(self) -> bool:
        return self._since is not None

    @property
    def is_over(self) -> bool:
        """Tell whether what is in hand has had its time."""
        return self._since is not None and time.monotonic() > self._since + LAST_WORK
