"""The documents of the comparison: sections of the real records, and synthetic ones.

Real sections are what a body splits into at its lines, at most about 1,000 characters each.
Synthetic documents shuffle the paragraphs of real ones, seven of ten from one neighbourhood,
so that words that belong together stay together. Everything is drawn from fixed seeds.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from index.document import PolicyDocument, Validity
from index.readers import read_file
from index.text.analysis import Analyzer
from index.text.fold import squeeze

SECTION = 1000
_ISSUERS = ("国务院", "财政部", "教育部", "公安部", "民政部", "商务部", "水利部", "交通运输部",
            "农业农村部", "生态环境部", "自然资源部", "安徽省人民政府", "江苏省人民政府",
            "浙江省人民政府", "广东省人民政府", "北京市人民政府", "上海市人民政府")  # fmt: skip
_VALIDITY = (
    (Validity.IN_FORCE, Validity.AMENDED, Validity.REPEALED, Validity.EXPIRED),
    (70, 15, 12, 3),
)
_GENRES = ("通知", "意见", "办法", "条例", "规定", "方案")


@dataclass(frozen=True, slots=True)
class Section:
    """A document as every engine gets it.

    Attributes:
        words, grams, chars: the body's terms, parted by spaces: jieba's search mode; pairs of
            neighbouring characters; characters. Empty until :func:`cut`.
    """

    document: PolicyDocument
    words: str = ""
    grams: str = ""
    chars: str = ""

    @property
    def nbytes(self) -> int:
        """UTF-8 bytes of title and body."""
        return len(self.document.title.encode()) + len(self.document.body.encode())


def real(corpus: Path, most: int) -> list[PolicyDocument]:
    """The first ``most`` sections of the records in ``corpus``, in a fixed random order."""
    made: list[tuple[str, str]] = []
    for file in sorted(corpus.glob("*.jsonl.gz")):
        for item in read_file(file, file.parent):
            if isinstance(item, PolicyDocument):
                made += ((item.title, body) for body in _sections(item.body))
    once = list(dict.fromkeys(made))
    random.Random(7).shuffle(once)
    return [_document(f"s{n}", *pair) for n, pair in enumerate(once[:most])]


def synthetic(sections: Sequence[PolicyDocument], count: int) -> Iterator[PolicyDocument]:
    """``count`` documents of shuffled paragraphs of ``sections``."""
    paragraphs = [line for part in sections for line in part.body.split("\n") if len(line) > 15]
    titles = [part.title for part in sections]
    for number in range(count):
        draw = random.Random(10**6 + number)
        near, size, lines = draw.randrange(len(paragraphs)), draw.randint(600, 1600), []
        while size > 0:
            at = near + draw.randint(-40, 40) if draw.random() < 0.7 else draw.randrange(10**9)
            lines.append(paragraphs[at % len(paragraphs)])
            size -= len(lines[-1])
        yield _document(f"y{number}", draw.choice(titles), "\n".join(lines))


def cut(document: PolicyDocument, analyzer: Analyzer) -> Section:
    """A document with the terms of its body."""
    return Section(document, *terms(document.body, analyzer))


def terms(text: str, analyzer: Analyzer) -> tuple[str, str, str]:
    """The words, pairs and characters of a text, each parted by spaces."""
    squeezed = squeeze(text).text
    parts = (part for word in analyzer.cut(text) for part in analyzer.parts(word.text))
    grams = (squeezed[i : i + 2] for i in range(len(squeezed) - 1))
    characters = (character for character in squeezed if character.isalnum())
    return " ".join(parts), " ".join(grams), " ".join(characters)


def _document(id: str, title: str, body: str) -> PolicyDocument:
    draw = random.Random(id)
    weights = [1 / (n + 1) ** 0.7 for n in range(len(_ISSUERS))]
    return PolicyDocument(
        id=id,
        title=title,
        body=body,
        issuers=tuple(draw.choices(_ISSUERS, weights)),
        genre=draw.choice(_GENRES),
        topics=((draw.choice(["科技", "教育", "财政", "农业", "卫生"]),),),
        region=draw.choice(("全国", "安徽", "江苏", "广东")),
        validity=draw.choices(*_VALIDITY)[0],
        written_on=date(draw.randint(1995, 2024), draw.randint(1, 12), draw.randint(1, 28)),
    )


def _sections(body: str) -> Iterator[str]:
    lines: list[str] = []
    size = 0
    for line in body.split("\n"):
        for at in range(0, len(line), 2 * SECTION):
            lines.append(line[at : at + 2 * SECTION])
            size += len(lines[-1])
            if size >= SECTION:
                yield "\n".join(lines)
                lines, size = [], 0
    if size > 150:
        yield "\n".join(lines)
