# SPDX-License-Identifier: GPL-3.0-or-later
"""libcircfin: loads it, and takes texts to it and back."""
from __future__ import annotations

import os
from typing import Any

_LOAD = ("circfin needs the C library libcircfin in the version that this package was built "
         "against: install it, or set LD_LIBRARY_PATH to its folder. What the system says: {}")

try:
    from ._circfin import ffi as ffi, lib as lib
except ModuleNotFoundError as error:
    raise ImportError("this is the source of circfin, which is not built: install it with pip, and "
                      "start Python in another folder", name=error.name) from error
except ImportError as error:  # also where an older library lacks a function
    raise ImportError(_LOAD.format(error), name="circfin._circfin") from error


def c_text(text: str, what: str = "a text") -> bytes:
    """UTF-8 for the library. ValueError for what no C string can hold."""
    if not isinstance(text, str):
        raise TypeError(f"{what} must be a text, but is {type(text).__name__}")
    if "\0" in text:
        raise ValueError(f"{what} must not contain a NUL character: {text!r}")
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        raise ValueError(f"{what} must be valid Unicode, without surrogates: {text!r}") from None


def c_path(path: "str | os.PathLike[str]") -> bytes:
    """A path for the library, in the encoding of the file system."""
    name = os.fsencode(path)
    if b"\0" in name:
        raise ValueError(f"a path must not contain a NUL character: {path!r}")
    return name


def text_of(pointer: Any) -> str | None:
    """A text of the library, or None for NULL."""
    return None if pointer == ffi.NULL else ffi.string(pointer).decode("utf-8", "replace")


def known_text(pointer: Any) -> str:
    """A text of the library that is never NULL."""
    return text_of(pointer) or ""


class TextList:
    """char pointers to texts, with a NULL at the end; keeps the texts for as long as it lives."""

    def __init__(self, texts: list[bytes]) -> None:
        self._kept = [ffi.new("char[]", text) for text in texts]
        self.pointers = ffi.new("const char *[]", [*self._kept, ffi.NULL])


def taken_text(pointer: Any) -> str:
    """A text of the library that the caller owns: read and freed. MemoryError for NULL."""
    if pointer == ffi.NULL:
        raise MemoryError("out of memory")
    try:
        return known_text(pointer)
    finally:
        lib.free(pointer)


def library_version() -> str:
    """The version of the libcircfin that is loaded."""
    return known_text(lib.cf_version())


def check_version() -> None:
    """Structures may differ between versions, so the one built against must be the one loaded."""
    built = known_text(lib.circfin_built_against())
    if library_version() != built:
        raise ImportError(f"this package was built against libcircfin {built}, but the one loaded "
                          f"is {library_version()}: install the two together")
