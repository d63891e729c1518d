#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The Debian packages in a fresh Debian: installs them with apt, uses them, removes them.

Usage: test_packages.py FOLDER PROGRAM SOURCE. FOLDER has the four packages; PROGRAM is a circfin
built apart from them, whose results theirs must equal. Needs root, debootstrap, lintian, and the
mirror of Debian that apt of this machine uses; ends with status 77 and says why where these are
missing. The new Debian lives in a temporary folder and in name spaces of its own, so whatever
happens, nothing of it stays mounted.
"""
import os
import pathlib
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import zipfile
import zlib

FOLDER, PROGRAM, SOURCE = (pathlib.Path(arg).resolve() for arg in sys.argv[1:4])
NAMES = ("circfin", "libcircfin1", "libcircfin-dev", "python3-circfin")
SCENARIO = "/usr/share/circfin/data/ai-deals.json"
SKIPPED = 77
APT = ["apt-get", "-q", "-y", "-o", "Dpkg::Options::=--force-unsafe-io"]
passed = failed = 0


def check(good, what, *seen):
    global passed, failed
    passed, failed = passed + bool(good), failed + (not good)
    if not good:
        print("FAILED:", what, *seen, sep="\n  ")


def told(*command, **more):
    """What a command prints; the test ends where it fails."""
    done = subprocess.run([str(word) for word in command], capture_output=True, **more)
    if done.returncode != 0:
        print(*command, "->", done.returncode)
        print((done.stdout + done.stderr).decode(errors="replace")[-3000:])
        sys.exit(1)
    return done.stdout


# ---- what this machine has ---------------------------------------------------------------------

def skip(why):
    print(f"SKIPPED: the packages are not tested, for {why}")
    sys.exit(SKIPPED)


def read_release():
    lines = pathlib.Path("/etc/os-release").read_text(encoding="utf-8").splitlines()
    return {key: value.strip('"') for key, _, value in (line.partition("=") for line in lines)}


def archives():
    """What apt takes of the distribution: (address, suite, component), the main one first."""
    release = read_release()
    code, origin = release.get("VERSION_CODENAME"), release.get("ID", "").capitalize()
    found = told("apt-get", "indextargets", "--format",
                 "$(REPO_URI)|$(RELEASE)|$(COMPONENT)|$(ORIGIN)", "Created-By: Packages").decode()
    rows = [line.split("|") for line in dict.fromkeys(found.splitlines())]
    own = [row[:3] for row in rows if row[3] == origin and row[1].startswith(code)]
    own.sort(key=lambda row: (row[1] != code, row[2] != "main"))
    if not own or own[0][1] != code:
        skip(f"apt has no index of {origin} {code}; apt-get update may help")
    return own


def check_machine():
    if os.geteuid() != 0:
        skip("debootstrap needs root")
    for tool in ("debootstrap", "lintian", "unshare", "apt-get"):
        if shutil.which(tool) is None:
            skip(f"{tool} is not installed")
    if subprocess.run(["unshare", "--mount", "--pid", "--fork", "true"],
                      capture_output=True).returncode != 0:
        skip("this machine allows no name spaces")


def enter_name_spaces():
    """Mounts and processes of what follows end with it."""
    if os.environ.get("CIRCFIN_IN_NAME_SPACE") is None:
        os.environ["CIRCFIN_IN_NAME_SPACE"] = "1"
        os.execvp("unshare", ["unshare", "--mount", "--pid", "--fork", "--kill-child",
                              sys.executable, __file__, *sys.argv[1:]])


# ---- a new Debian ------------------------------------------------------------------------------

def copy_apt(root):
    """The settings by which apt of this machine reaches its mirror: proxies, keys, certificates."""
    for path in ("/etc/apt/apt.conf", "/etc/apt/apt.conf.d", "/etc/apt/auth.conf",
                 "/etc/apt/auth.conf.d", "/etc/apt/trusted.gpg", "/etc/apt/trusted.gpg.d",
                 "/etc/apt/keyrings", "/usr/share/keyrings", "/etc/ssl/certs",
                 "/usr/share/ca-certificates", "/usr/local/share/ca-certificates",
                 "/etc/resolv.conf", "/etc/hosts"):
        source, target = pathlib.Path(path), root / path[1:]
        if source.is_dir():
            shutil.copytree(source, target, symlinks=True, dirs_exist_ok=True)
        elif source.exists():
            shutil.copy(source, target)


def use_memory(root):
    """Thousands of small files are written and thrown away: no disk need see them."""
    (kilobytes,) = re.findall(r"MemAvailable: +(\d+)",
                              pathlib.Path("/proc/meminfo").read_text(encoding="utf-8"))
    if int(kilobytes) > 6 << 20:
        told("mount", "-t", "tmpfs", "-o", "mode=755", "debian", root)


def make_debian(root):
    own = archives()
    root.mkdir()
    use_memory(root)
    address, code, _ = own[0]
    done = subprocess.run(["debootstrap", "--variant=minbase", code, root, address],
                          capture_output=True, text=True)
    if done.returncode != 0 and "Failed getting release" in done.stdout + done.stderr:
        skip("the mirror that apt uses cannot be reached")
    check(done.returncode == 0, "debootstrap", (done.stdout + done.stderr)[-2000:])
    copy_apt(root)
    (root / "etc/apt/sources.list").write_text(
        "".join(f"deb {' '.join(row)}\n" for row in own), encoding="utf-8")
    told("mount", "-t", "proc", "proc", root / "proc")
    inside(root, *APT, "update")


def inside(root, *command):
    return told("chroot", root, "env", "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C.UTF-8",
                "DEBIAN_FRONTEND=noninteractive", "HOME=/root", *command)


# ---- what is in the packages -------------------------------------------------------------------

def find_packages():
    files = {path.name.split("_")[0]: path for path in FOLDER.glob("*.deb")}
    check(sorted(files) == sorted(NAMES), "four packages", *sorted(files))
    return files


def check_files(files):
    """All of one day, and of root; each with its copyright and changelog."""
    for name, path in files.items():
        listing = told("dpkg-deb", "-c", path).decode().splitlines()
        check(len({line.split()[3] for line in listing}) == 1, f"{name}: all files are of one day")
        check({line.split()[1] for line in listing} == {"root/root"}, f"{name}: all are root's")
        for doc in ("copyright", "changelog.gz"):
            check(any(line.endswith(f"/usr/share/doc/{name}/{doc}") for line in listing),
                  f"{name} has its {doc}")


def check_lintian(files):
    done = subprocess.run(["lintian", "--allow-root", "--fail-on", "error,warning",
                           *map(str, files.values())], capture_output=True, text=True)
    check(done.returncode == 0, "lintian finds nothing", done.stdout, done.stderr)


# ---- the packages in use -----------------------------------------------------------------------

def host(*words):
    return told(PROGRAM, *words)


def check_program(root):
    """The same results as those of a build apart from the packages."""
    local = root / SCENARIO[1:]
    check(inside(root, "circfin", "score", SCENARIO) == host("score", local), "circfin score")
    check(b"lacks" not in inside(root, "circfin", "version", "--verbose").replace(
        b"lacks    panels", b""), "the program has all features")
    inside(root, "circfin", "graph", SCENARIO, "-o", "/tmp/deals.svg")
    check((root / "tmp/deals.svg").read_bytes() == host("graph", local, "-f", "svg"),
          "the picture as svg")
    inside(root, "circfin", "score", SCENARIO, "-o", "/tmp/deals.xlsx")
    with zipfile.ZipFile(root / "tmp/deals.xlsx") as book:
        check(book.testzip() is None and "xl/workbook.xml" in book.namelist(), "the workbook")
    inside(root, "circfin", "export", SCENARIO, "-o", "/tmp/all.xlsx")
    check(inside(root, "circfin", "score", "/tmp/all.xlsx", "-f", "csv") ==
          host("score", local, "-f", "csv"), "a workbook that was written is read")
    check_png(root)
    answer = inside(root, "circfin", "model", "/usr/share/circfin/models/loopback.mod", SCENARIO)
    check(b"optimal" in answer, "circfin model", answer)


def check_bare(root):
    """Without what circfin recommends, it says what to install; a report leaves out the rest."""
    done = subprocess.run(["chroot", root, "circfin", "report", SCENARIO, "-o", "/tmp/bare"],
                          capture_output=True, text=True)
    told_of = re.findall(r"warning: (\S+) is not installed, so a report is without (\S+)",
                         done.stderr)
    check(done.returncode == 0 and told_of == [("libgvc.so.6", "graph.svg,"),
                                               ("libxlsxwriter.so.4", "workbook.xlsx")],
          "a report without the libraries", done.stderr)
    there = {path.name for path in (root / "tmp/bare").glob("*")}
    check({"report.html", "sankey.svg"} <= there and not {"graph.svg", "workbook.xlsx"} & there,
          "its files", *sorted(there))
    for name, library in (("svg", "Graphviz"), ("xlsx", "libxlsxwriter"), ("sqlite", "libsqlite3")):
        done = subprocess.run(["chroot", root, "circfin", "graph", SCENARIO, "-o",
                               f"/tmp/x.{name}"], capture_output=True, text=True)
        check(done.returncode == 2 and f"hint: install {library}" in done.stderr
              and not (root / f"tmp/x.{name}").exists(), f"no {name}", done.stderr)


def check_png(root):
    inside(root, "circfin", "graph", SCENARIO, "-o", "/tmp/deals.png")
    data = (root / "tmp/deals.png").read_bytes()
    width, height = struct.unpack(">II", data[16:24])
    pixels, at = b"", 8
    while at < len(data):
        (size,), kind = struct.unpack(">I", data[at:at + 4]), data[at + 4:at + 8]
        pixels += data[at + 8:at + 8 + size] if kind == b"IDAT" else b""
        at += size + 12
    check(data[:8] == b"\x89PNG\r\n\x1a\n" and width > 500 and height > 200, "the picture as png")
    check(len(set(zlib.decompress(pixels))) > 50, "it is not blank")


def check_manual(root):
    page = inside(root, "zcat", "/usr/share/man/man1/circfin.1.gz")
    check(page.startswith(b".TH CIRCFIN 1") or b"\n.TH" in page[:500], "man circfin", page[:80])
    for file in ("bash-completion/completions/circfin", "zsh/vendor-completions/_circfin",
                 "fish/vendor_completions.d/circfin.fish"):
        check((root / "usr/share" / file).is_file(), f"completion: {file}")


def check_library(root):
    """A program of C, built and run as src/guide/library.md says."""
    shutil.copy(SOURCE / "src/examples/score_file.c", root / "tmp")
    printed = inside(root, "sh", "-ec", "cc -std=c11 -Wall -Werror /tmp/score_file.c "
                     "$(pkg-config --cflags --libs circfin) -o /tmp/score_file; "
                     "cd /usr/share/circfin; /tmp/score_file data/ai-deals.json view=firm")
    kept = SOURCE / "tests/install/expected/score_file.txt"
    check(printed == kept.read_bytes(), "a program of C", printed.decode())


def check_python(root):
    program = (f"import circfin; result = circfin.score({SCENARIO!r}); "
               "print(result.suppliers.set_index('entity').loc['nvidia', 'loopback_pro_rata'])")
    figure = float(inside(root, "python3", "-W", "ignore", "-c", program))
    rows = host("score", root / SCENARIO[1:], "-f", "csv").decode().splitlines()
    column = rows[0].split(",").index("loopback_pro_rata")
    (expected,) = (row.split(",")[column] for row in rows if row.startswith("nvidia,"))
    check(figure == float(expected), "a frame of pandas", figure, expected)


# ---- their ways in and out ---------------------------------------------------------------------

def install(root, files):
    """circfin without what it recommends, then with it; the others without pandas' own wishes."""
    for path in files.values():
        shutil.copy(path, root / "tmp")
    at = {name: f"/tmp/{path.name}" for name, path in files.items()}
    inside(root, *APT, "install", "--no-install-recommends", at["circfin"])
    check_bare(root)
    inside(root, *APT, "remove", "circfin")
    inside(root, *APT, "install", at["circfin"])
    inside(root, *APT, "install", "--reinstall", at["circfin"])
    inside(root, *APT, "install", "--no-install-recommends", "gcc", "libc6-dev", "pkg-config",
           at["libcircfin1"], at["libcircfin-dev"], at["python3-circfin"])
    check(b"libcircfin.so.1" in inside(root, "ldconfig", "-p"), "the linker knows the library")


def remove(root):
    inside(root, *APT, "purge", *NAMES)
    left = [path for folder in ("etc", "usr", "var/lib")
            for path in (root / folder).rglob("*circfin*")]
    check(not left, "nothing is left", *left)
    check(b"circfin" not in inside(root, "ldconfig", "-p"), "not with the linker either")


def main():
    check_machine()
    enter_name_spaces()
    files = find_packages()
    check_files(files)
    check_lintian(files)
    with tempfile.TemporaryDirectory(prefix="circfin-packages-") as folder:
        root = pathlib.Path(folder) / "debian"
        make_debian(root)
        try:
            install(root, files)
            check_program(root)
            check_manual(root)
            check_library(root)
            check_python(root)
            remove(root)
        finally:
            for path in (root / "proc", root):
                subprocess.run(["umount", path], capture_output=True, check=False)
    print(f"{passed} passed, {failed} failed")
    return failed > 0


sys.exit(main())
