# SPDX-License-Identifier: GPL-3.0-or-later
"""Faults that mypy must find: one on each line that says so."""
import circfin

circfin.score("a.json", viw="firm")  # error
circfin.score("a.json", view="frm")  # error
circfin.score("a.json", "b.json")  # error
circfin.loops("a.json", in_order="yes")  # error
number: int = circfin.score("a.json").text  # error
circfin.read("a.json").name = "x"  # error
