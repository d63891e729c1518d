#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Installs the library and its Python package into a folder, as a user does, and tests the package
there: unit tests, its types (mypy), its stub, the page of the guide, and a notebook.

Usage: run.py BUILD SOURCE. Needs cffi, pandas, setuptools, mypy, nbconvert and ipykernel.
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

BUILD, SOURCE = (pathlib.Path(arg).resolve() for arg in sys.argv[1:3])
HERE = pathlib.Path(__file__).resolve().parent
PACKAGE = SOURCE / "src/python"
passed = failed = 0


def check(good, what):
    global passed, failed
    passed, failed = passed + bool(good), failed + (not good)
    if not good:
        print("FAILED:", what)
    return good


def run(command, what, **more):
    done = subprocess.run([str(word) for word in command], text=True, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, **more)
    if not check(done.returncode == 0, what):
        print(done.stdout[-6000:])
    return done.stdout


def install(folder):
    """What `cmake --install` and `pip install --no-build-isolation` do, without the network."""
    run(["cmake", "--install", BUILD, "--prefix", folder / "usr"], "the library is installed")
    others = shutil.ignore_patterns("build", "*.egg-info")
    shutil.copytree(PACKAGE, folder / "python", ignore=others)
    config = next((folder / "usr").rglob("circfin.pc")).parent
    run([sys.executable, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps",
         "--no-build-isolation", "--target", folder / "site", folder / "python"],
        "pip installs the package", env={**os.environ, "PKG_CONFIG_PATH": str(config)})


def check_types(folder, environment):
    """The package, and a program of a user, under mypy --strict."""
    options = ["--config-file", PACKAGE / "pyproject.toml", "--cache-dir", folder / "mypy"]
    run([sys.executable, "-m", "mypy", *options, folder / "site/circfin"], "types of the package")
    sample = run([sys.executable, "-m", "mypy", *options, HERE / "typed.py"], "types of a user",
                 env={**environment, "MYPYPATH": str(folder / "site")})
    check("Success" in sample, "mypy finds no fault in typed.py")
    wrong = subprocess.run([sys.executable, "-m", "mypy", *map(str, options),
                            str(HERE / "wrongly_typed.py")], capture_output=True, text=True,
                           env={**environment, "MYPYPATH": str(folder / "site")})
    expected = sum("# error" in line for line in (HERE / "wrongly_typed.py").open())
    check(wrong.stdout.count(": error:") == expected, f"mypy finds each fault\n{wrong.stdout}")


def check_other_libraries(folder, environment):
    """What an import says where the library is missing, lacks functions, or is another version."""
    source, other, shim = folder / "shim.c", folder / "other", folder / "shim.so"
    other.mkdir()
    source.write_text('const char *cf_version(void) { return "0.0.9"; }\n', encoding="utf-8")
    run(["cc", "-shared", "-fPIC", source, "-o", shim], "a shim is compiled")
    library = min((folder / "usr").rglob("libcircfin.so.*"), key=lambda path: len(path.name))
    shutil.copy(shim, other / library.name)
    cases = [("another version", {"LD_PRELOAD": str(shim)}, "but the one loaded is 0.0.9"),
             ("an older library", {"LD_LIBRARY_PATH": str(other)}, "undefined symbol"),
             ("no library", {}, "cannot open shared object file")]
    for what, more, words in cases:
        if what == "no library":
            library.rename(library.with_name("gone"))
        done = subprocess.run([sys.executable, "-c", "import circfin"], capture_output=True,
                              text=True, env={**environment, **more})
        told = done.stderr.strip().split("\n")[-1]
        check(done.returncode == 1 and told.startswith("ImportError: ") and words in told,
              f"{what}: {done.stderr}")
    library.with_name("gone").rename(library)


def check_source(folder):
    """What an import says in the folder of the source."""
    done = subprocess.run([sys.executable, "-c", "import circfin"], capture_output=True, text=True,
                          cwd=folder / "python", env={**os.environ, "PYTHONPATH": ""})
    check("ImportError: this is the source of circfin" in done.stderr, done.stderr)


def check_stub(environment):
    written = run([sys.executable, PACKAGE / "make_stub.py"], "the stub is written",
                  env=environment)
    check(written == (PACKAGE / "circfin/analyses.pyi").read_text(encoding="utf-8"),
          "src/python/circfin/analyses.pyi is that of the library: make_stub.py rewrites it")


def check_notebook(folder, environment):
    """Runs the notebook of the examples, and looks at what it shows."""
    notebook = folder / "python.ipynb"
    shutil.copy(SOURCE / "src/examples/python.ipynb", notebook)
    run([sys.executable, "-m", "nbconvert", "--to", "notebook", "--execute", "--inplace",
         notebook], "the notebook runs", cwd=folder, env=environment)
    run([sys.executable, HERE / "test_notebook.py", notebook], "the notebook shows its results")


def main():
    with tempfile.TemporaryDirectory(prefix="circfin-python-") as name:
        folder = pathlib.Path(name)
        install(folder)
        environment = {**os.environ, "PYTHONPATH": str(folder / "site"),
                       "CIRCFIN": str(BUILD / "circfin"), "CIRCFIN_ROOT": str(SOURCE),
                       "PYTHONDONTWRITEBYTECODE": "1", "HOME": name}
        if failed == 0:
            run([sys.executable, "-m", "unittest", "discover", "--start-directory", HERE,
                 "--pattern", "test_package_*.py"], "unit tests", env=environment, cwd=folder)
            check_types(folder, environment)
            check_stub(environment)
            check_source(folder)
            run([sys.executable, HERE / "page.py", SOURCE], "the examples of guide/python.md",
                env=environment)
            check_notebook(folder, environment)
            check_other_libraries(folder, environment)
    print(f"{passed} passed, {failed} failed")
    return failed != 0


if __name__ == "__main__":
    sys.exit(main())
