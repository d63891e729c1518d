#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Installs circfin into a folder, moves the folder, and builds programs in C and C++ against it,
through pkg-config and CMake, with the shared and the static library.

Usage: test_install.py BUILD SOURCE [--bless]. What the examples print is in expected/.
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

BUILD, SOURCE = (pathlib.Path(arg).resolve() for arg in sys.argv[1:3])
BLESS = "--bless" in sys.argv
HERE = pathlib.Path(__file__).resolve().parent
EXAMPLES = SOURCE / "src/examples"
STRICT = ["-pedantic", "-Wall", "-Wextra", "-Werror"]
RUNS = {
    "score_file": ["data/ai-deals.json", "view=firm"],
    "make_scenario": [],
    "sweep_rows": ["data/ai-deals.json", "deal:nvidia-openai-30=0:100:1", "nvidia", "15"],
}
passed = failed = 0


def check(good, what):
    global passed, failed
    passed, failed = passed + bool(good), failed + (not good)
    if not good:
        print("FAILED:", what)


def run(command, **more):
    done = subprocess.run([str(word) for word in command], text=True, capture_output=True, **more)
    if done.returncode != 0:
        print(" ".join(map(str, command)), "->", done.returncode, done.stdout[-2000:],
              done.stderr[-2000:], sep="\n")
    check(done.returncode == 0, " ".join(map(str, command[:4])))
    return done.stdout


def pkg_config(prefix, *options, package="circfin"):
    """No package but ours can be found, so nothing private may be asked for."""
    folder = next(prefix.rglob("circfin.pc")).parent
    return run(["pkg-config", *options, package],
               env={**os.environ, "PKG_CONFIG_LIBDIR": str(folder)}).split()


def check_headers(prefix):
    """Every public header compiles alone, as C and as C++."""
    headers = sorted((prefix / "include/circfin").glob("*.h"))
    check(len(headers) > 20, "the headers are installed")
    flags = pkg_config(prefix, "--cflags")
    for compiler, language, standard in (("cc", "c", "c11"), ("c++", "c++", "c++11"),
                                         ("c++", "c++", "c++20")):
        for header in headers:
            run([compiler, "-x", language, f"-std={standard}", *STRICT, "-fsyntax-only", *flags,
                 "-"], input=f"#include <circfin/{header.name}>\n")


def check_output(name, program, env):
    kept = HERE / "expected" / f"{name}.txt"
    output = run([program, *RUNS[name]], cwd=SOURCE, env=env)
    if BLESS:
        kept.write_text(output, encoding="utf-8")
    check(output == kept.read_text(encoding="utf-8"), f"{program} prints what is in {kept}")


def with_pkg_config(prefix, work, env):
    flags = pkg_config(prefix, "--cflags", "--libs")
    for name in RUNS:
        run(["cc", "-std=c11", *STRICT, EXAMPLES / f"{name}.c", *flags, "-o", work / name])
        check_output(name, work / name, env)
    run(["c++", "-std=c++11", *STRICT, HERE / "project/uses_cpp.cpp", *flags, "-o", work / "cpp"])
    run([work / "cpp", "data/ai-deals.json"], cwd=SOURCE, env=env)
    static = pkg_config(prefix, "--cflags", "--libs", package="circfin-static")
    run(["cc", EXAMPLES / "make_scenario.c", *static, "-o", work / "static"])
    check("libcircfin.so" not in run(["readelf", "-d", work / "static"]), "it is static")
    check_output("make_scenario", work / "static", dict(os.environ))


def with_cmake(prefix, work, env):
    run(["cmake", "-S", HERE / "project", "-B", work, f"-DCMAKE_PREFIX_PATH={prefix}",
         f"-DEXAMPLES={EXAMPLES}"])
    run(["cmake", "--build", work, "-j", "2"])
    for name in RUNS:
        check_output(name, work / name, env)
    check_output("make_scenario", work / "make_scenario_static", dict(os.environ))
    run([work / "uses_cpp", "data/ai-deals.json"], cwd=SOURCE, env=env)


def check_guide(prefix, work):
    """The program of the guide compiles and prints what stands there; its links hold."""
    guide = (prefix / "share/circfin/src/guide/library.md").read_text(encoding="utf-8")
    (program,) = re.findall(r"```c score\.c\n(.*?)```", guide, re.S)
    (printed,) = re.findall(r"```text\n(.*?)```", guide, re.S)
    (commands,) = re.findall(r"```\n(libdir=.*?)```", guide, re.S)
    (work / "score.c").write_text(program, encoding="utf-8")
    (work / "data").symlink_to(prefix / "share/circfin/data")
    for package in "circfin", "circfin-static":
        said = commands.replace("circfin", package)
        env = {**os.environ, "PKG_CONFIG_PATH": str(next(prefix.rglob("circfin.pc")).parent)}
        check(run(["sh", "-ec", said], cwd=work, env=env) == printed, f"library.md, {package}")
    run([sys.executable, SOURCE / "tests/readme/test_links.py", prefix / "share/circfin"])


def check_printed(prefix):
    """Manual pages and completion lie where man and the shells look for them."""
    for name in ("man/man1/circfin.1", "man/man1/circfin-score.1", "zsh/site-functions/_circfin",
                 "bash-completion/completions/circfin", "fish/vendor_completions.d/circfin.fish"):
        path = prefix / "share" / name
        check(path.is_file() and "score" in path.read_text(encoding="utf-8"), f"{name} is installed")


def check_examples_are_short():
    for path in EXAMPLES.glob("*.c"):
        check(len(path.read_text(encoding="utf-8").splitlines()) < 60, f"{path} is short")
        check(path.stem in RUNS, f"{path} is run here")


def main():
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        run(["cmake", "--install", BUILD, "--prefix", folder / "first"])
        prefix = (folder / "first").rename(folder / "second")
        library = next(prefix.rglob("libcircfin.so")).parent
        env = {**os.environ, "LD_LIBRARY_PATH": str(library)}
        version = run([prefix / "bin/circfin", "version"]).split()[-1]
        check(pkg_config(prefix, "--modversion") == [version], "the version of circfin.pc")
        check_examples_are_short()
        check_printed(prefix)
        check_headers(prefix)
        for work, way in ((folder / "pkg", with_pkg_config), (folder / "cmake", with_cmake)):
            work.mkdir()
            way(prefix, work, env)
        check_guide(prefix, folder / "pkg")
    print(f"{passed} passed, {failed} failed")
    return failed > 0


sys.exit(main())
