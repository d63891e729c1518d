#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The program and the shared library are hardened: reads their ELF files, and the compiler's command
lines for what no ELF file shows. Sanitizer builds are not hardened."""
import json
import os
import struct
import sys

PT_DYNAMIC, PT_INTERP, PT_GNU_STACK, PT_GNU_RELRO, PT_GNU_PROPERTY = \
    2, 3, 0x6474e551, 0x6474e552, 0x6474e553
DT_STRTAB, DT_SYMTAB, DT_STRSZ, DT_FLAGS, DT_FLAGS_1 = 5, 6, 10, 30, 0x6ffffffb
BIND_NOW, NOW, PIE = 8, 1, 0x08000000
ET_DYN, X86_64 = 3, 62
IBT, SHSTK = 1, 2

# Fortified, the C library checks every call of these (others only where a size is known): an
# unchecked one was compiled without _FORTIFY_SOURCE.
UNCHECKED = ("printf", "fprintf", "vfprintf")


class Elf:
    """The parts of a 64-bit ELF file of this machine's byte order that matter here."""

    def __init__(self, path):
        with open(path, "rb") as file:
            self.data = file.read()
        self.type, self.machine = struct.unpack_from("<HH", self.data, 16)
        start, = struct.unpack_from("<Q", self.data, 32)
        size, count = struct.unpack_from("<HH", self.data, 54)
        self.segments = {}
        self.loads = []
        for i in range(count):
            kind, flags, offset, address, _, length = \
                struct.unpack_from("<IIQQQQ", self.data, start + i * size)
            self.segments[kind] = (flags, offset, length)
            if kind == 1:
                self.loads.append((address, offset, length))
        self.dynamic = {}
        _, offset, length = self.segments[PT_DYNAMIC]
        for at in range(offset, offset + length, 16):
            tag, value = struct.unpack_from("<QQ", self.data, at)
            self.dynamic.setdefault(tag, value)

    def offset(self, address):
        for start, offset, length in self.loads:
            if start <= address < start + length:
                return offset + address - start
        raise ValueError("no segment holds address %#x" % address)

    def imports(self):
        """The names of undefined dynamic symbols."""
        text = self.offset(self.dynamic[DT_STRTAB])
        at = self.offset(self.dynamic[DT_SYMTAB])
        names = set()
        while at + 24 <= text:  # linkers put the names behind the symbols
            name, _, _, section = struct.unpack_from("<IBBH", self.data, at)
            if section == 0 and name:
                end = self.data.index(b"\0", text + name)
                names.add(self.data[text + name:end].decode())
            at += 24
        return names

    def x86_features(self):
        if PT_GNU_PROPERTY not in self.segments:
            return 0
        _, offset, length = self.segments[PT_GNU_PROPERTY]
        name, size, _ = struct.unpack_from("<III", self.data, offset)
        at, end = offset + 12 + name, offset + 12 + name + size
        while at < end and at < offset + length:
            kind, size = struct.unpack_from("<II", self.data, at)
            if kind == 0xc0000002:
                return struct.unpack_from("<I", self.data, at + 8)[0]
            at += 8 + (size + 7) // 8 * 8
        return 0


def problems_of(path, optimised):
    elf = Elf(path)
    names = elf.imports()
    if any(name.startswith("__asan_") for name in names):
        return None
    found = []

    def demand(claim, what):
        if not claim:
            found.append("%s: %s" % (os.path.basename(path), what))

    demand(elf.type == ET_DYN, "its addresses are fixed: no PIE")
    if PT_INTERP in elf.segments:
        demand(elf.dynamic.get(DT_FLAGS_1, 0) & PIE, "no PIE flag")
    demand(PT_GNU_RELRO in elf.segments, "no RELRO")
    demand(elf.dynamic.get(DT_FLAGS, 0) & BIND_NOW or elf.dynamic.get(DT_FLAGS_1, 0) & NOW,
           "RELRO is partial: symbols are bound late")
    demand(PT_GNU_STACK in elf.segments and not elf.segments[PT_GNU_STACK][0] & 1,
           "its stack is executable")
    demand("__stack_chk_fail" in names, "no stack protector")
    if optimised:
        demand(any(name.endswith("_chk") for name in names), "no _FORTIFY_SOURCE")
        for name in UNCHECKED:
            demand(name not in names, "%s is called without _FORTIFY_SOURCE" % name)
    if elf.machine == X86_64:
        demand(elf.x86_features() & IBT, "no indirect branch tracking (CET)")
        demand(elf.x86_features() & SHSTK, "no shadow stack (CET)")
    return found


def cache_of(build):
    cache = {}
    try:
        with open(os.path.join(build, "CMakeCache.txt"), encoding="utf-8") as file:
            for line in file:
                name, equals, value = line.strip().partition("=")
                if equals:
                    cache[name.split(":")[0]] = value
    except OSError:
        pass
    return cache


def problems_of_commands(build, cache, optimised):
    """What the compiler was told, file by file."""
    found = []
    wanted = [option for name, option in (
        ("HAVE_STACK_PROTECTOR", "-fstack-protector-strong"),
        ("HAVE_STACK_CLASH", "-fstack-clash-protection"),
        ("HAVE_CET", "-fcf-protection=full")) if cache.get(name)]
    if optimised:
        wanted.append("-D_FORTIFY_SOURCE=%s" % (3 if cache.get("HAVE_FORTIFY_3") else 2))
    with open(os.path.join(build, "compile_commands.json"), encoding="utf-8") as file:
        commands = json.load(file)
    for command in commands:
        if "/tests/bench/peers/" in command["file"]:
            continue  # programs of their own, timed as others compile theirs
        words = command["command"].split()
        for option in wanted:
            if option not in words:
                found.append("%s is compiled without %s" % (command["file"], option))
    return found, len(commands)


def main():
    program = os.path.realpath(sys.argv[1])
    build = os.path.dirname(program)
    cache = cache_of(build)
    optimised = cache.get("CMAKE_BUILD_TYPE", "Release") != "Debug"
    passed = 0
    found = []
    for path in (program, os.path.join(build, "libcircfin.so")):
        if not os.path.exists(path):
            continue  # the program was installed without the library
        problems = problems_of(path, optimised)
        if problems is None:
            print("a sanitizer build: nothing to see\n0 passed, 0 failed")
            return 0
        found += problems
        passed += not problems
    if cache and os.path.exists(os.path.join(build, "compile_commands.json")):
        problems, _ = problems_of_commands(build, cache, optimised)
        found += problems
        passed += not problems
    for problem in found[:20]:
        print(problem)
    print("%d passed, %d failed" % (passed, len(found)))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
