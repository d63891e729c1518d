# SPDX-License-Identifier: GPL-3.0-or-later
"""Builds circfin._circfin, the extension that calls libcircfin (cffi in API mode).

The declarations are those of the public headers, run through the C preprocessor without GNU
extensions, so nothing is written down twice; the compiler then holds cffi's reading of them against
the headers themselves. pkg-config says where the library is (CC names another compiler).
"""
import os
import pathlib
import shlex
import subprocess
import tempfile

from cffi import FFI

HEADERS = ("analysis.h", "circfin.h", "codes.h", "diag.h", "input.h", "measure.h", "report.h",
           "sheets.h", "what_if_rows.h", "writer.h")
STANDARD = ("limits.h", "stdbool.h", "stddef.h", "stdint.h", "stdio.h")
SYSTEM_FOLDERS = ("/lib", "/lib64", "/usr/lib", "/usr/lib64")

# What the headers have no function for: a problem as the command prints it, and Python's step.
HELPERS = """
    char *circfin_problem_text(const cf_diag *diag);
    const char *circfin_built_against(void);
    void free(void *memory);
    extern "Python" bool circfin_step(void *payload, const cf_progress_state *state);
"""
SOURCE = """
    #include <stdio.h>
    #include <stdlib.h>
    %s

    static const char *circfin_built_against(void)
    {
        return "%s";
    }

    /* To be freed; NULL when memory ran out. */
    static char *circfin_problem_text(const cf_diag *diag)
    {
        static const cf_diag_style style = { .source = true };
        char *text = NULL;
        size_t size;
        FILE *out = open_memstream(&text, &size);

        if (out == NULL)
            return NULL;
        cf_diag_print(out, diag, &style);
        if (fclose(out) != 0) {
            free(text);
            return NULL;
        }
        return text;
    }
"""


def pkg_config(*options: str) -> "list[str]":
    command = [os.environ.get("PKG_CONFIG", "pkg-config"), *options, "circfin"]
    try:
        told = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    except (OSError, subprocess.CalledProcessError) as error:
        raise SystemExit(f"{shlex.join(command)} fails ({error}). Install libcircfin with its "
                         "headers first, or say where it is: PKG_CONFIG_PATH=DIR/lib/pkgconfig")
    return shlex.split(told)


def version() -> str:
    return pkg_config("--modversion")[0]


def includes() -> str:
    return "\n".join(f"#include <circfin/{name}>" for name in HEADERS)


def declarations() -> str:
    """The public headers without directives, macros and what the standard headers declare."""
    compiler = shlex.split(os.environ.get("CC", "cc"))
    with tempfile.TemporaryDirectory() as empty:
        for name in STANDARD:
            (pathlib.Path(empty) / name).touch()
        command = [*compiler, "-E", "-P", "-U__GNUC__", "-nostdinc", f"-I{empty}",
                   *pkg_config("--cflags-only-I"), "-x", "c", "-"]
        done = subprocess.run(command, input=includes(), check=True, stdout=subprocess.PIPE,
                              text=True)
    return done.stdout.replace("INT_MIN", str(-2**31)) + HELPERS


def run_paths(folders: "list[str]") -> "list[str]":
    """A library where the dynamic linker does not look by itself is found by its folder, unless
    CIRCFIN_NO_RPATH is set, as in a package that is built in one place and installed in another."""
    if os.environ.get("CIRCFIN_NO_RPATH"):
        return []
    return [os.path.abspath(folder) for folder in folders
            if os.path.dirname(os.path.abspath(folder)) not in SYSTEM_FOLDERS
            and os.path.abspath(folder) not in SYSTEM_FOLDERS]


def make_builder() -> FFI:
    builder = FFI()
    folders = [option[2:] for option in pkg_config("--libs-only-L")]
    if not folders:  # a folder that pkg-config takes for the system's own is left out
        folders = pkg_config("--variable=libdir")
    builder.cdef(declarations())
    builder.set_source(
        "circfin._circfin", SOURCE % (includes(), version()), libraries=["circfin"],
        include_dirs=[option[2:] for option in pkg_config("--cflags-only-I")],
        library_dirs=folders, runtime_library_dirs=run_paths(folders))
    return builder


builder = make_builder()
if __name__ == "__main__":
    builder.compile(verbose=True)
