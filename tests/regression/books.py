# SPDX-License-Identifier: GPL-3.0-or-later
"""Workbooks written by hand, as Excel writes them, and broken in every way that a test asks for."""
import io
import re
import zipfile
from xml.sax.saxutils import escape, quoteattr

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


class Raw(str):
    """XML of a cell as it stands."""


class Formula:
    def __init__(self, text, value=None, kind=None):
        self.text, self.value, self.kind = text, value, kind


class Styled:
    """A number in the format of a style, by its index in `formats`."""

    def __init__(self, value, style):
        self.value, self.style = value, style


class Error(str):
    pass


def letters(column):
    text = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


class Book:
    """Sheets of rows, shared strings, number formats; `zip()` gives the bytes."""

    def __init__(self, date1904=False, inline=False):
        self.sheets, self.strings, self.hidden = [], [], set()
        self.formats = ["General"]  # a code each; an int is a built-in number
        self.date1904, self.inline = date1904, inline
        self.parts = {}  # name -> bytes, instead of or beside the others
        self.merges = {}

    def add(self, name, rows, hidden=False, merges=()):
        if hidden:
            self.hidden.add(len(self.sheets))
        self.merges[len(self.sheets)] = merges
        self.sheets.append((name, rows))
        return self

    def _shared(self, text):
        if text not in self.strings:
            self.strings.append(text)
        return self.strings.index(text)

    def _cell(self, place, value):
        if isinstance(value, Raw):
            return value.replace("@", place)
        if isinstance(value, bool):
            return f'<c r="{place}" t="b"><v>{int(value)}</v></c>'
        if isinstance(value, Styled):
            return f'<c r="{place}" s="{value.style}"><v>{value.value}</v></c>'
        if isinstance(value, Error):
            return f'<c r="{place}" t="e"><f>A1</f><v>{value}</v></c>'
        if isinstance(value, Formula):
            kind = f' t="{value.kind}"' if value.kind else ""
            cached = "" if value.value is None else f"<v>{value.value}</v>"
            return f'<c r="{place}"{kind}><f>{escape(value.text)}</f>{cached}</c>'
        if isinstance(value, (int, float)):
            return f'<c r="{place}"><v>{value!r}</v></c>'
        if self.inline:
            return (f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t>'
                    f"</is></c>")
        return f'<c r="{place}" t="s"><v>{self._shared(value)}</v></c>'

    def _sheet(self, index):
        lines = []
        for number, row in enumerate(self.sheets[index][1], 1):
            cells = "".join(self._cell(f"{letters(c)}{number}", value)
                            for c, value in enumerate(row, 1) if value is not None)
            if cells:
                lines.append(f'<row r="{number}">{cells}</row>')
        merged = "".join(f'<mergeCell ref="{ref}"/>' for ref in self.merges[index])
        merged = f"<mergeCells>{merged}</mergeCells>" if merged else ""
        return (f'{HEAD}<worksheet xmlns="{MAIN}"><sheetData>{"".join(lines)}</sheetData>'
                f"{merged}</worksheet>")

    def _styles(self):
        custom = "".join(f'<numFmt numFmtId="{164 + i}" formatCode={quoteattr(code)}/>'
                         for i, code in enumerate(self.formats) if isinstance(code, str))
        cells = "".join(f'<xf numFmtId="{code if isinstance(code, int) else 164 + i}"/>'
                        for i, code in enumerate(self.formats))
        return (f'{HEAD}<styleSheet xmlns="{MAIN}"><numFmts>{custom}</numFmts>'
                f'<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs>{cells}</cellXfs>'
                f"</styleSheet>")

    def _types(self):
        main = "application/vnd.openxmlformats-officedocument.spreadsheetml"
        kinds = {"workbook.xml": "sheet.main", "styles.xml": "styles",
                 "sharedStrings.xml": "sharedStrings"}
        for i in range(1, len(self.sheets) + 1):
            kinds[f"worksheets/sheet{i}.xml"] = "worksheet"
        over = "".join(f'<Override PartName="/xl/{name}" ContentType="{main}.{kind}+xml"/>'
                       for name, kind in kinds.items())
        return (f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
                '<Default Extension="rels" ContentType='
                '"application/vnd.openxmlformats-package.relationships+xml"/>'
                f'<Default Extension="xml" ContentType="application/xml"/>{over}</Types>')

    def all_parts(self):
        sheets = [self._sheet(i) for i in range(len(self.sheets))]
        strings = "".join(s if isinstance(s, Raw) else
                          f'<si><t xml:space="preserve">{escape(s)}</t></si>' for s in self.strings)
        listed = "".join(
            f'<sheet name={quoteattr(name)} sheetId="{i}" r:id="rId{i}"'
            + (' state="hidden"' if i - 1 in self.hidden else "") + "/>"
            for i, (name, _) in enumerate(self.sheets, 1))
        last = len(sheets)
        related = "".join(f'<Relationship Id="rId{i}" Type="{OFFICE}/worksheet" '
                          f'Target="worksheets/sheet{i}.xml"/>' for i in range(1, last + 1))
        related += (f'<Relationship Id="rId{last + 1}" Type="{OFFICE}/sharedStrings" '
                    f'Target="sharedStrings.xml"/>'
                    f'<Relationship Id="rId{last + 2}" Type="{OFFICE}/styles" '
                    f'Target="/xl/styles.xml"/>')
        parts = {
            "[Content_Types].xml": self._types(),
            "_rels/.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" '
                           f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
                           f"</Relationships>",
            "xl/workbook.xml": f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">'
                               f'<workbookPr date1904="{int(self.date1904)}"/>'
                               f"<sheets>{listed}</sheets></workbook>",
            "xl/_rels/workbook.xml.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}">{related}'
                                          f"</Relationships>",
            "xl/styles.xml": self._styles(),
            "xl/sharedStrings.xml": f'{HEAD}<sst xmlns="{MAIN}">{strings}</sst>',
        }
        for i, sheet in enumerate(sheets, 1):
            parts[f"xl/worksheets/sheet{i}.xml"] = sheet
        parts.update(self.parts)
        return {name: part for name, part in parts.items() if part is not None}

    def zip(self, stored=False):
        out = io.BytesIO()
        way = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
        with zipfile.ZipFile(out, "w", way) as archive:
            for name, part in self.all_parts().items():
                archive.writestr(zipfile.ZipInfo(name), part, way)
        return out.getvalue()


DEALS = [["id", "relation", "payer", "payee", "amount"],
         ["d1", "investor", "nvidia", "openai", 10],
         ["d2", "customer", "openai", "nvidia", 4.5]]
SETTINGS = [["key", "value"], ["currency", "USD"], ["unit", "bn"]]


def book(deals=None, **options):
    """Deals, and settings so that no option is needed."""
    return Book(**options).add("deals", DEALS if deals is None else deals).add("scenario", SETTINGS)


# ---- OpenDocument ---------------------------------------------------------------------------------

ODS_HEAD = (HEAD + '<office:document-content '
            'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
            'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
            'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0" '
            'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body>'
            '<office:spreadsheet>')
ODS_TAIL = "</office:spreadsheet></office:body></office:document-content>"


def ods_cell(value):
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, Raw):
        return value
    if isinstance(value, (int, float)):
        return (f'<table:table-cell office:value-type="float" office:value="{value!r}">'
                f"<text:p>{value}</text:p></table:table-cell>")
    return (f'<table:table-cell office:value-type="string"><text:p>{escape(value)}</text:p>'
            f"</table:table-cell>")


def ods(sheets, content=None, manifest=None):
    """The bytes of an .ods with these sheets, each a name and its rows."""
    text = ODS_HEAD
    for name, rows in sheets:
        text += f"<table:table table:name={quoteattr(name)}>"
        for row in rows:
            text += row if isinstance(row, Raw) else \
                "<table:table-row>" + "".join(map(ods_cell, row)) + "</table:table-row>"
        text += "</table:table>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("mimetype"), "application/vnd.oasis.opendocument.spreadsheet",
                         zipfile.ZIP_STORED)
        archive.writestr("content.xml", text + ODS_TAIL if content is None else content)
        if manifest is not None:
            archive.writestr("META-INF/manifest.xml", manifest)
    return out.getvalue()


def swap(data, old, new):
    """A stored archive with other bytes at the same place."""
    assert len(old) == len(new) and re.search(re.escape(old), data)
    return data.replace(old, new, 1)
