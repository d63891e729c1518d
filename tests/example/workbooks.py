#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Is a kept workbook that of a report, apart from how its pictures look?

Usage: workbooks.py WRITTEN KEPT. Pictures are pixels, which the fonts of a machine change; the SVG
files beside the workbook are compared byte by byte.
"""
import sys
import zipfile


def parts(path):
    with zipfile.ZipFile(path) as book:
        return {name: len(book.read(name)) > 0 if name.endswith(".png") else book.read(name)
                for name in book.namelist()}


def main():
    written, kept = map(parts, sys.argv[1:])
    problems = [name for name in sorted(set(written) | set(kept))
                if written.get(name) != kept.get(name)]
    for name in problems[:10]:
        print(f"{sys.argv[2]}: {name} differs")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
