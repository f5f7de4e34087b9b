"""Files of every format with odd texts in them: lists with sound records between, documents with
sound paragraphs around, archives of both."""

from __future__ import annotations

import csv
import gzip
import io
import json
import zipfile
from collections.abc import Callable, Mapping
from html import escape

from index.readers.columns import KEYS, LABELS
from tests.support.odd_texts import Odd
from tests.support.workbooks import zipped

Record = Mapping[str, object]
SOUND: tuple[Mapping[str, str], ...] = tuple(
    {
        "id": f"zc-{n}", "title": f"某某市财政局关于第{n}号事项的通知", "doc_no": f"某财发〔2024〕{n}号",
        "written_date": f"2024-03-{n + 1:02}", "url": f"https://y.example/{n}",
        "body": f"各单位：\n第一条 事项{n}。\n第二条 本通知自2024年5月{n + 1}日起施行。",
    }
    for n in range(4)
)  # fmt: skip
"""Records with nothing odd about them."""
TITLE = "某某市人民政府关于做好春耕工作的通知"
PARAGRAPH = "各区人民政府要高度重视春耕工作，加强组织领导，落实各项措施，确保完成全年任务。"
_PARAGRAPHS = 120
"""So many sound ones: what is odd is then few of all characters, and the encoding not in doubt."""
_MOST_ODD = 160

_KEYS = [key for key in KEYS if key != "id"]
COLUMNS = ["id", *(name for name in LABELS if name != "id")]


def odd_record(odd: Odd) -> Record:
    """A record with any keys of ours, others, and any values."""
    row = {key: odd.value() for key in odd.sample(_KEYS, odd.randrange(len(_KEYS)))}
    if odd.random() < 0.3:
        row["id"] = odd.value()
    for _ in range(odd.randrange(3)):
        row[odd.line()] = odd.value()
    return row


def broken_line(odd: Odd) -> bytes:
    """A line of JSONL that is a piece of a record, or anything else; never blank."""
    whole = json.dumps(odd_record(odd), ensure_ascii=False).encode("utf-8", "surrogatepass")
    cut = whole[: odd.randrange(1, len(whole) + 1)]
    other = odd.line().encode("utf-8", "surrogatepass").replace(b"\n", b" ")
    return odd.choice((cut, other if other.strip() else b"{"))


def broken_element(odd: Odd) -> bytes:
    """A piece of a record that is no JSON."""
    whole = json.dumps(odd_record(odd), ensure_ascii=odd.random() < 0.5)
    return whole[: odd.randrange(1, len(whole))].encode("utf-8", "surrogatepass")


def broken_row(odd: Odd) -> bytes:
    """A line of a table with a quote that is no pair."""
    before, after = (odd.line().replace("\n", " ").replace("\r", " ") for _ in range(2))
    return f'{before},"{after}'.encode("utf-8", "surrogatepass")


BROKEN: Mapping[str, Callable[[Odd], bytes]] = {
    ".jsonl": broken_line, ".jsonl.gz": broken_line, ".json": broken_element, ".csv": broken_row,
}  # fmt: skip


# --- lists ------------------------------------------------------------------------------


def in_lines(odd: Odd, *records: Record | bytes) -> bytes:
    """JSONL; what is bytes already is a line that need not be JSON."""
    plain = odd.random() < 0.5
    lines = (
        row
        if isinstance(row, bytes)
        else json.dumps(row, ensure_ascii=plain).encode("utf-8", "surrogatepass")
        for row in records
    )
    return b"\n".join(lines)


def in_packed_lines(odd: Odd, *records: Record | bytes) -> bytes:
    """The same, compressed."""
    return gzip.compress(in_lines(odd, *records), 1)


def in_array(odd: Odd, *records: Record | bytes) -> bytes:
    """One JSON array; lone surrogates are broken bytes in half of them. What is bytes already is
    an element that need not be JSON."""
    plain, indent, between = odd.random() < 0.5, odd.choice((None, 1)), odd.choice((b",", b",\n"))
    parts = (
        row
        if isinstance(row, bytes)
        else json.dumps(row, ensure_ascii=plain, indent=indent).encode("utf-8", "surrogatepass")
        for row in records
    )
    return b"[" + between.join(parts) + b"]"


def in_table(odd: Odd, *records: Record | bytes) -> bytes:
    """CSV or TSV with all the columns that there are; each row has an id. What is bytes already
    is a line whose quotes need not be pairs."""
    made = io.BytesIO()
    dialect, delimiter = odd.choice((csv.excel, csv.unix_dialect)), odd.choice(",\t;")
    for row in (dict(zip(COLUMNS, COLUMNS, strict=True)), *records):
        if isinstance(row, bytes):
            made.write(row + b"\n")
            continue
        line = io.StringIO()
        csv.writer(line, dialect, delimiter=delimiter).writerows(table((row,)))
        made.write(line.getvalue().encode("utf-8", "surrogatepass"))
    return made.getvalue()


def table(records: tuple[Record | bytes, ...]) -> list[list[str]]:
    """The cells of ``records`` below the header that :func:`in_table` writes."""
    rows: list[list[str]] = []
    for at, row in enumerate(records):
        cells = {} if isinstance(row, bytes) else {KEYS.get(k, k): v for k, v in row.items()}
        cells["id"] = str(cells.get("id") or "").strip() or f"odd-{at}"
        rows.append([str(cells.get(name, "")) for name in COLUMNS])
    return rows


# --- documents --------------------------------------------------------------------------


def _lines(odd: Odd) -> list[str]:
    """Sound lines with a few odd ones among them, the first and the last of all included."""
    lines = [TITLE, *[PARAGRAPH] * _PARAGRAPHS]
    for _ in range(odd.randrange(1, 5)):
        at = odd.choice((0, 1, 2, 3, odd.randrange(_PARAGRAPHS), _PARAGRAPHS, len(lines)))
        lines.insert(at, odd.line()[:_MOST_ODD])
    return lines


def text_file(odd: Odd) -> bytes:
    """A text, in one of the usual encodings, broken bytes among it."""
    encoding = odd.choice(("utf-8", "gb18030", "utf-16"))
    errors = "surrogatepass" if encoding == "utf-8" else "replace"
    return "\n".join(_lines(odd)).encode(encoding, errors)


def page(odd: Odd) -> bytes:
    """A page: metadata, a container, tables, links; tags need not be closed."""
    tags = ("p", "div", "td", "h1", "li", "span", "pre", "tr", "table", "body", "x:y", "html")
    names = ("ArticleTitle", "PubDate", "Url", "IndexNumber", "SiteName")
    parts = [
        f'<meta name="{odd.choice(names)}" content="{escape(odd.line())}">',
        f'<link rel="canonical" href="{escape(odd.address())}">',
        f"<{odd.choice(('frameset', 'body', 'head', 'p'))}>" if odd.random() < 0.2 else "",
        f'<div id="{odd.choice(("zoom", "UCAP-CONTENT", "x"))}">',
    ]
    for line in _lines(odd):
        tag = odd.choice(tags) if odd.random() < 0.1 else "p"
        parts.append(f'<{tag} class="{escape(odd.piece())}">{escape(line)}')
        parts.append(f"</{tag}>" if odd.random() < 0.9 else "")
        if odd.random() < 0.1:
            parts.append(f'<a href="{escape(odd.address())}">{escape(odd.line()[:20])}</a>')
    return "".join(parts).encode("utf-8", "surrogatepass")


def message(odd: Odd) -> bytes:
    """A page saved as MHTML, with odd headers."""
    star = odd.choice(("charset=", "charset*=", "charset*0*=", f"charset*{odd.number()}=", "x="))
    again = odd.choice(("", f"; charset*1={odd.piece()}", "; charset*=x"))
    head = f"Content-Type: text/html; {star}{odd.piece()}{again}".replace("\n", " ")
    other = f"X-Odd: {odd.line()}".replace("\n", " ")
    lines = f"MIME-Version: 1.0\n{head}\nContent-Transfer-Encoding: 8bit\n{other}\n\n"
    return lines.encode("utf-8", "replace") + page(odd)


_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_ILLEGAL = "".join(map(chr, (*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF)))
_LEGAL = str.maketrans("", "", _ILLEGAL)


def _xml(text: str) -> str:
    """``text`` as XML may hold it."""
    return escape(text.translate(_LEGAL)).encode("utf-8", "replace").decode()


def word(odd: Odd) -> bytes:
    """A Word document: paragraphs, numbered ones, tables, symbols."""

    def paragraph(line: str) -> str:
        symbol = f'<w:sym w:char="{_xml(odd.piece())}"/>' if odd.random() < 0.1 else ""
        number = (
            f'<w:pPr><w:numPr><w:ilvl w:val="{_xml(odd.number())}"/><w:numId w:val="1"/>'
            "</w:numPr></w:pPr>"
        )
        number = number if odd.random() < 0.1 else ""
        return f"<w:p>{number}<w:r><w:t>{_xml(line)}</w:t>{symbol}<w:br/></w:r></w:p>"

    blocks = (
        f"<w:tbl><w:tr><w:tc>{paragraph(line)}</w:tc></w:tr></w:tbl>"
        if odd.random() < 0.1
        else paragraph(line)
        for line in _lines(odd)
    )
    body = f'<w:document xmlns:w="{_WORD}"><w:body>{"".join(blocks)}</w:body></w:document>'
    return zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": body})


def fixed(odd: Odd) -> bytes:
    """An OFD file: text objects, the odd ones at odd places and with odd steps."""

    def number() -> str:
        return _xml(odd.choice((str(odd.random()), "nan", "1e999", "-5", "99", odd.piece())))

    def placed(at: int, line: str) -> str:
        if line in (TITLE, PARAGRAPH):
            where, steps = f'Boundary="10 {10 + 2.2 * at:.1f} 190 4" Size="2"', 'X="0" Y="2"'
        else:
            turn = odd.choice(("1 0 0 1 0 0", "0 1 -1 0 0 0", number()))
            where = f'Boundary="{number()} {number()} 9 9" Size="{number()}" CTM="{turn}"'
            steps = f'X="{number()}" Y="{number()}" DeltaX="{number()}" DeltaY="g {number()} 3"'
        code = f"<TextCode {steps}>{_xml(line)}</TextCode>"
        return f"<TextObject {where}>{code}</TextObject>"

    objects = "".join(placed(at, line) for at, line in enumerate(_lines(odd)))
    box = f"<PageArea><PhysicalBox>0 0 {number()} 297</PhysicalBox></PageArea>"
    return zipped({
        "OFD.xml": "<OFD><DocBody><DocInfo/><DocRoot>D.xml</DocRoot></DocBody></OFD>",
        "D.xml": f"<Document><CommonData>{box}</CommonData><Pages>"
        '<Page ID="1" BaseLoc="P.xml"/></Pages></Document>',
        "P.xml": f"<Page><Content><Layer>{objects}</Layer></Content></Page>",
    })  # fmt: skip


DOCUMENTS: Mapping[str, Callable[[Odd], bytes]] = {
    ".txt": text_file, ".html": page, ".mht": message, ".docx": word, ".ofd": fixed,
}  # fmt: skip
LISTS: Mapping[str, Callable[..., bytes]] = {
    ".jsonl": in_lines, ".jsonl.gz": in_packed_lines, ".json": in_array, ".csv": in_table,
}  # fmt: skip
"""Suffix -> what makes a file; of a list, out of its records."""


def archive(odd: Odd) -> bytes:
    """A ZIP of one document of each format and a list of two records."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        for suffix, make in DOCUMENTS.items():
            packed.writestr(f"a{suffix}", make(odd))
        packed.writestr("a.json", in_array(odd, SOUND[0], odd_record(odd)))
    return made.getvalue()


IN_ARCHIVE = len(DOCUMENTS) + 2
"""So many records an :func:`archive` has."""
