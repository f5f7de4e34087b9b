"""Small made-up regulations that cite, found, amend, repeal, carry, rename and reprint one another.

There are few subjects, places, days and numbers, so that names meet: two that are drawn are often texts of
one work, or of two works of one name, and what one of them names is often held, held twice, or gone.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from random import Random

from index.document import PolicyDocument

_PLACES = ("", "", "云州市", "青川省")
_SUBJECTS = ("燃气管理", "献血", "档案")
_GENRES = ("法", "条例", "条例", "办法", "实施办法")
_REMARKS = ("", "", "", "（2019修订）", "（试行）", "(2008年修正本)")
_PREFIXES = ("", "", "", "中华人民共和国")
_YEARS = (2001, 2004, 2008, 2012, 2019, 2021)
_NUMERALS = "一二三四五六七八九十"


class Regulations:
    """Draws documents.

    Attributes:
        drawn: how many there were.
    """

    def __init__(self, draw: Random) -> None:
        self._draw = draw
        self.drawn = 0

    def document(self) -> PolicyDocument:
        """A document under an id of its own."""
        self.drawn += 1
        make = self._draw.choice(
            (self._text, self._text, self._decision, self._notice, self._reply)
        )
        day = self._day()
        written = day if self._draw.random() < 0.6 else None
        number = self._number() if self._draw.random() < 0.5 else ""
        document = PolicyDocument(
            id=f"r{self.drawn}", title="", doc_number=number, written_on=written
        )
        return replace(make(document), published_on=day if self._draw.random() < 0.6 else None)

    def reprint(self, of: PolicyDocument) -> PolicyDocument:
        """The same text from another source."""
        self.drawn += 1
        said = of.body if self._draw.random() < 0.7 else f"来源：公报\n{of.body}"
        return replace(
            of, id=f"r{self.drawn}", body=said, source_url=f"http://b.example/{self.drawn}"
        )

    def edited(self, of: PolicyDocument) -> PolicyDocument:
        """The same document, under its id, with something else in it."""
        other = self.document()
        what = self._draw.choice(("title", "body", "doc_number", "days", "name"))
        match what:
            case "title":
                return replace(of, title=other.title)
            case "body":
                return replace(of, body=other.body)
            case "doc_number":
                return replace(of, doc_number=other.doc_number)
            case "days":
                return replace(of, written_on=other.written_on, published_on=other.published_on)
        return replace(
            of, body=of.body.replace(self._draw.choice(_SUBJECTS), self._draw.choice(_SUBJECTS))
        )

    # --- what there is ----------------------------------------------------------------------------

    def _name(self) -> str:
        draw = self._draw
        place = draw.choice(_PLACES)
        prefix = "" if place else draw.choice(_PREFIXES)
        return f"{prefix}{place}{draw.choice(_SUBJECTS)}{draw.choice(_GENRES)}"

    def _text(self, document: PolicyDocument) -> PolicyDocument:
        draw, name = self._draw, self._name()
        lines = [self._history(name)] if draw.random() < 0.5 else []
        lines.append(f"第一条 为了加强管理，根据{self._cited()}，制定本{name[-2:]}。")
        for at in range(draw.randint(1, 3)):
            lines.append(f"第{_NUMERALS[at + 1]}条 {self._sentence()}")
        lines.append(f"第十条 {self._end(name)}")
        return replace(document, title=name + draw.choice(_REMARKS), body="\n".join(lines))

    def _decision(self, document: PolicyDocument) -> PolicyDocument:
        does = self._draw.choice(("修改", "废止"))
        said = f"一、{'对' if does == '修改' else '废止'}{self._cited()}{'作如下修改：将第三条改为第四条。' if does == '修改' else ''}"
        return replace(
            document, title=f"关于{does}{self._cited()}的决定", body=f"{said}\n{self._end('')}"
        )

    def _notice(self, document: PolicyDocument) -> PolicyDocument:
        does = self._draw.choice(("印发", "转发", "发布"))
        held = self._text(document)
        title = f"关于{does}《{held.title}》的通知"
        return replace(
            document,
            title=title,
            body=f"现将《{held.title}》{does}给你们。\n{held.title}\n{held.body}",
        )

    def _reply(self, document: PolicyDocument) -> PolicyDocument:
        of, year = self._draw.choice(_SUBJECTS), self._draw.choice(_YEARS)
        title = self._draw.choice(
            (f"关于{of}工作的通知", f"{year}年{of}工作要点", f"{self._cited()}解读")
        )
        return replace(document, title=title, body=f"{self._sentence()}\n{self._sentence()}")

    # --- what is said -----------------------------------------------------------------------------

    def _sentence(self) -> str:
        draw, name = self._draw, self._name()
        article = f"第{draw.choice(_NUMERALS)}条"
        return draw.choice((
            f"违反{self._cited()}{article}的，依照处理。",
            f"依照{name}{article}、第十二条第二款的规定处罚。",
            f"《{name}》（以下简称《{name[-3:]}》）另有规定的，从其规定。违反《{name[-3:]}》{article}的，依照处理。",
            f"按照{self._number()}执行。",
            f"{self._cited()}（{self._number()}）同时废止。",
            f"{self._cited()}、{self._cited()}自{self._printed()}起停止执行。",
        ))  # fmt: skip

    def _cited(self) -> str:
        name = self._name()
        return f"《{name}{self._draw.choice(_REMARKS)}》" if self._draw.random() < 0.9 else name

    def _history(self, name: str) -> str:
        first, *later = sorted(self._draw.sample(_YEARS, self._draw.randint(1, 3)))
        amended = "".join(
            f" 根据{year}年5月1日云州市人民代表大会常务委员会《关于修改〈{name}〉的决定》修正"
            for year in later
        )
        return f"（{first}年3月1日云州市人民代表大会常务委员会第三次会议通过{amended}）"

    def _end(self, name: str) -> str:
        draw = self._draw
        said = (
            f"本办法自{self._printed()}起施行。"
            if draw.random() < 0.8
            else "本办法自公布之日起施行。"
        )
        if draw.random() < 0.2:
            said += f"有效期{draw.choice('三五')}年。"
        if draw.random() < 0.5:
            of = f"《{name}》" if name and draw.random() < 0.3 else self._cited()
            said += f"{self._printed()}发布的{of}同时废止。"
        return said

    def _day(self) -> date:
        return date(self._draw.choice(_YEARS), self._draw.choice((1, 3, 7)), 1)

    def _printed(self) -> str:
        day = self._day()
        return f"{day.year}年{day.month}月{day.day}日"

    def _number(self) -> str:
        return f"云政发〔{self._draw.choice(_YEARS[-3:])}〕{self._draw.randint(1, 4)}号"
