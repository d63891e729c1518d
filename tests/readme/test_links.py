#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every link of the Markdown files to a file or heading of this repository leads somewhere.

Usage: test_links.py ROOT. Addresses on the web are not visited. Last line: `N passed, M failed`.
"""
import os
import pathlib
import re
import sys

SKIPPED = re.compile(r"^(build.*|node_modules|__pycache__|\..*)$")
WEB = re.compile(r"(https?|mailto):")
# [text](target) and ![text](target): the text may hold one pair of brackets, the target one of ()
LINK = re.compile(r"\[(?:[^\[\]]|\[[^\]]*\](?:\([^)]*\))?)*\]\(((?:[^()\s]|\([^()]*\))+)\)")


def documents(root):
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(name for name in folders if not SKIPPED.match(name))
        yield from (pathlib.Path(folder) / name for name in sorted(files) if name.endswith(".md"))


def prose(path):
    """The text of a document without fenced blocks and code."""
    text = "\n" + path.read_text(encoding="utf-8")
    text = "\n".join(text.split("\n```")[0::2])
    return re.sub(r"`[^`\n]*`", "", text)


def anchors(path):
    """The anchors that GitHub gives to the headings of a document."""
    text = "\n".join(("\n" + path.read_text(encoding="utf-8")).split("\n```")[0::2])
    found = {}
    for heading in re.findall(r"^#{1,6} +(.*?) *$", text, re.M):
        heading = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading)
        anchor = re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
        count = found[anchor] = found.get(anchor, -1) + 1
        yield f"{anchor}-{count}" if count else anchor


def targets(path):
    """The targets of a document's links, those inside the text of a link (pictures) included."""
    text = prose(path)
    yield from re.findall(r"!\[[^\]]*\]\(([^()\s]+)\)", text)
    yield from LINK.findall(text)
    yield from re.findall(r"^\[[^\]]+\]: *(\S+)", text, re.M)


def broken(path, target):
    """None, or why a link leads nowhere."""
    file, _, anchor = target.partition("#")
    aim = (path.parent / file).resolve() if file else path
    if not aim.exists():
        return "no such file"
    if anchor and (aim.suffix != ".md" or anchor not in anchors(aim)):
        return "no such heading"
    return None


def main():
    root = pathlib.Path(sys.argv[1]).resolve()
    passed = failed = 0
    for path in documents(root):
        for target in targets(path):
            if WEB.match(target):
                continue
            why = broken(path, target)
            if why:
                failed += 1
                print(f"{path.relative_to(root)}: {target}: {why}")
            else:
                passed += 1
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
