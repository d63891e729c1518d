# SPDX-License-Identifier: GPL-3.0-or-later
# A file as bytes of C: cmake -D FROM=FILE -D TO=FILE.inc -P bytes.cmake
file(READ "${FROM}" bytes HEX)
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${bytes}")
file(WRITE "${TO}" "${bytes}\n")
