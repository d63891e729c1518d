# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads a workbook with nothing but the standard library: what its cells hold, and how."""
import re
import zipfile
from xml.etree import ElementTree

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


class Cell:
    """value: None, a number, a bool or a text; formula: None, or its text."""

    def __init__(self, value, formula, style):
        self.value, self.formula, self.style = value, formula, style


def unescape(text):
    return ESCAPE.sub(lambda match: chr(int(match.group(1), 16)), text)


def texts_of(element):
    return unescape("".join(part.text or "" for part in element.iter(MAIN + "t")))


def place(reference):
    letters, row = re.fullmatch(r"([A-Z]+)(\d+)", reference).groups()
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return int(row) - 1, column - 1


def value_of(element, shared):
    kind, value = element.get("t", "n"), element.find(MAIN + "v")
    if kind == "inlineStr":
        return texts_of(element)
    if value is None or value.text is None:
        return "" if kind == "str" else None
    if kind == "s":
        return shared[int(value.text)]
    if kind == "str":
        return unescape(value.text)
    return value.text == "1" if kind == "b" else float(value.text)


class Workbook:
    """sheets: name -> {(row, column): Cell}; links: name -> {(row, column): address};
    hidden: name -> rows and columns that are not shown."""

    def __init__(self, path):
        self.zip = zipfile.ZipFile(path)
        assert self.zip.testzip() is None
        self.parts = {name: self.zip.read(name) for name in self.zip.namelist()}
        self.trees = {name: ElementTree.fromstring(part) for name, part in self.parts.items()
                      if not name.endswith(".png")}
        shared = self.trees.get("xl/sharedStrings.xml")
        self.shared = [] if shared is None else [texts_of(e) for e in shared.iter(MAIN + "si")]
        self.sheets, self.links, self.hidden = {}, {}, {}
        targets = {e.get("Id"): e.get("Target")
                   for e in self.trees["xl/_rels/workbook.xml.rels"]}
        for sheet in self.trees["xl/workbook.xml"].iter(MAIN + "sheet"):
            self.read_sheet(sheet.get("name"), targets[sheet.get(REL + "id")])

    def read_sheet(self, name, target):
        tree = self.trees["xl/" + target]
        relations = self.trees.get("xl/worksheets/_rels/" + target.split("/")[-1] + ".rels", ())
        addresses = {e.get("Id"): e.get("Target") for e in relations}
        cells, links = {}, {}
        for element in tree.iter(MAIN + "c"):
            formula = element.find(MAIN + "f")
            cells[place(element.get("r"))] = Cell(value_of(element, self.shared),
                                                  None if formula is None else formula.text,
                                                  int(element.get("s", "0")))
        for element in tree.iter(MAIN + "hyperlink"):
            if element.get(REL + "id"):
                links[place(element.get("ref"))] = addresses[element.get(REL + "id")]
        self.sheets[name], self.links[name] = cells, links
        self.hidden[name] = (
            {int(e.get("r")) - 1 for e in tree.iter(MAIN + "row") if e.get("hidden") == "1"},
            {column for e in tree.iter(MAIN + "col") if e.get("hidden") == "1"
             for column in range(int(e.get("min")) - 1, int(e.get("max")))})

    def table(self, name):
        """A table sheet as rows by the names of its columns, which the hidden first row has above
        the headings; empty cells are None."""
        cells = self.sheets[name]
        heads = {column: cell.value for (row, column), cell in cells.items() if row == 0}
        rows = 1 + max(row for row, _ in cells)
        none = Cell(None, None, 0)
        return [{head: cells.get((row, column), none).value for column, head in heads.items()}
                for row in range(2, rows)]

    def formats(self):
        """Style number -> number format."""
        styles = self.trees["xl/styles.xml"]
        codes = {int(e.get("numFmtId")): e.get("formatCode") for e in styles.iter(MAIN + "numFmt")}
        return [codes.get(int(e.get("numFmtId")), "General")
                for e in styles.find(MAIN + "cellXfs")]
