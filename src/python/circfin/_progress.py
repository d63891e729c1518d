# SPDX-License-Identifier: GPL-3.0-or-later
"""Progress of long runs. Steps go through Python, so Ctrl-C arrives there and ends the run."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Callable, Optional

from ._library import ffi, lib, text_of


@dataclass(frozen=True)
class Progress:
    """How far a run is. A number that does not apply is None."""

    done: Optional[float]
    total: Optional[float]
    unit: Optional[str]  #: of done and total, such as "draws"
    found: Optional[float]
    found_unit: Optional[str]  #: such as "loops"


#: Takes the progress a few times a second. Returning False ends the run: its result is then marked
#: as not complete by a warning.
ProgressFunction = Callable[[Progress], Optional[bool]]


def _count(number: float) -> Optional[float]:
    return None if number < 0 else float(number)


class Stepper:
    """Hands the steps of one run to a function, and keeps what it raises."""

    def __init__(self, function: Optional[ProgressFunction]) -> None:
        if function is not None and not callable(function):
            raise TypeError("progress must be a function of one argument")
        self._function = function
        self.error: Optional[BaseException] = None
        self._handle = ffi.new_handle(self)
        self.pointer = ffi.new("cf_progress *", {"step": lib.circfin_step,
                                                 "payload": self._handle})

    def step(self, state: Any) -> bool:
        if self._function is None:
            return True
        progress = Progress(_count(state.done), _count(state.total), text_of(state.unit),
                            _count(state.found), text_of(state.found_unit))
        return self._function(progress) is not False

    def raise_error(self) -> None:
        """What the function raised, or KeyboardInterrupt, now that the library has returned."""
        if self.error is not None:
            raise self.error


def _keep(kind: Any, error: BaseException, traceback: Any) -> None:
    payload = traceback.tb_frame.f_locals.get("payload") if traceback is not None else None
    if payload is not None:
        ffi.from_handle(payload).error = error


@ffi.def_extern(error=False, onerror=_keep)  # type: ignore[misc]
def circfin_step(payload: Any, state: Any) -> bool:
    stepper: Stepper = ffi.from_handle(payload)
    return stepper.step(state) if stepper.error is None else False
