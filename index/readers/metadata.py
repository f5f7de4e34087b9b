"""What was found on a page or in a file, made into a document: the same rules for all readers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from index import doc_number
from index.dates import find_dates, parse_date
from index.document import (
    Attachment,
    Contact,
    PolicyDocument,
    Rejected,
    Validity,
    public_id,
)
from index.fold import fold, squeeze
from index.genre import canonical_genre, genre_of
from index.issuers import canonical_all, split_issuers
from index.labels import is_empty, scan
from index.regions import canonical_region, region_of
from index.sections import find_sections

HEAD = 150
"""So many characters of a body may hold the document's own number; later ones are cited."""

_DATES = {
    "written_on": "成文日期",
    "published_on": "发布日期",
    "effective_on": "施行日期",
    "repealed_on": "废止日期",
}
_VALIDITY = (
    (re.compile(r"(?:尚未|未|即将|暂未)(?:生效|施行)"), Validity.NOT_YET),
    (re.compile(r"部分(?:废止|失效|修改)|已?(?:被)?(?:修改|修订|修正)"), Validity.AMENDED),
    (re.compile(r"(?:已|已经|宣布)?(?:被)?废止(?:或失效)?"), Validity.REPEALED),
    (re.compile(r"(?:已|已经)?(?:失效|过期)|无效|否"), Validity.EXPIRED),
    (re.compile(r"(?:现行|继续|全文|长期)?有效(?:文件)?|是|试行|现行"), Validity.IN_FORCE),
)
"""What 有效性 may say, as a whole; anything else (未失效, 不再有效) is doubted, not guessed."""

_OWN_WEBSITE = re.compile(r"^(?:本网|本站)|(?:官网|官方网站|网站)$")
_PAGE_FIELDS = frozenset(("source", "site", "views", "editor", "source_url"))
_CHROME = re.compile(
    r"扫一扫|浏览量|打印本页|关闭窗口|^打印$|^【?(?:打印|关闭)|分享到|^分享|^【?字体|返回顶部|^上一篇|^下一篇"
    r"|^相关链接|^相关(?:附件|解读|文件)[:：]?$|版权所有|ICP备|^主办[:：单]|网站标识码|^您当前的位置"
)
_AUTHORITY = re.compile(
    r"(?:国务院|政府|办公厅|办公室|委员会|[^员常]委|局|厅|[^全内]部|法院|检察院|署|银行|大会|中央|军委|中心)$"
)
_ISSUED_BY = re.compile(r"^(?P<names>[^《》“”\"]{2,80}?)(?:关于|印发|转发|批转|公布|发布)")
_REMARK_AT_END = re.compile(r"[(\[]((?:[^()]|\([^()]*\)){5,36})[)\]]$")
_ORDER = re.compile(r"^(?:中华人民共和国)?(?P<issuer>.{2,20})令[〔第]")


@dataclass(slots=True)
class Found:
    """What a reader found in one file or record, not yet interpreted.

    Attributes:
        source_path, locator: as in :class:`index.document.Rejected`.
        printed: (field, label, value) as printed; see ``index.labels``.
        title: where no label gives one.
        lines: the paragraphs of the body, page chrome possibly still among them.
        own_id: the source's own identifier.
        attachments: files the page links to.
        lacks_body: whether the source itself says that there is no body.
    """

    source_path: str
    locator: str = ""
    printed: list[tuple[str, str, str]] = field(default_factory=list)
    title: str = ""
    lines: list[str] = field(default_factory=list)
    own_id: str = ""
    attachments: tuple[Attachment, ...] = ()
    lacks_body: bool = False

    def value(self, name: str) -> str:
        """The first value printed for a field that is not 暂无; else empty."""
        return next((v for f, _, v in self.printed if f == name and not is_empty(v)), "")

    def values(self, name: str) -> list[str]:
        """All values printed for a field, the empty ones left out."""
        return [v for f, _, v in self.printed if f == name and not is_empty(v)]


def document_of(found: Found) -> PolicyDocument | Rejected:
    """The document that ``found`` describes, or why it is none."""
    warnings: list[str] = []
    body = "\n".join(_paragraphs(found.lines))
    title = _one_line(found.value("title") or found.title)
    if not title and not body:
        return Rejected(found.source_path, found.locator, "既没有标题也没有正文。请检查文件内容。")
    if not title:
        title = _one_line(body.partition("\n")[0])[:80]
        warnings.append("没有找到标题，以正文第一行代替。")
    if not body and not found.lacks_body:
        warnings.append("没有找到正文，只收录标题和著录信息。")
    dates = dict(_dates(found, warnings))
    if not ("written_on" in dates or "published_on" in dates) and (day := _signed_on(body)):
        dates["written_on"] = day
        warnings.append(f"来源没有注明日期，成文日期取自正文落款（{day.isoformat()}）。")
    number = doc_number.normalise(_one_line(found.value("doc_number"))) or own_number(title, body)
    as_written, issuers = _issuers(found, title, number)
    index_number = _one_line(found.value("index_number"))
    return PolicyDocument(
        id=_identity(found, index_number, number, title),
        title=title,
        body=body,
        doc_number=number,
        index_number=index_number,
        issuers=issuers,
        issuers_as_written=as_written,
        genre=canonical_genre(found.value("genre")) or genre_of(title),
        topics=_topics(found.values("topics")),
        region=canonical_region(found.value("region")) or region_of(issuers),
        validity=_validity(found.value("validity"), warnings),
        source_url=found.value("source_url"),
        source_path=found.source_path,
        contact=_contact(found, body),
        attachments=found.attachments,
        sections=find_sections(body),
        as_printed=tuple(
            dict.fromkeys(
                (_one_line(label), _one_line(value))
                for name, label, value in found.printed
                if value and name not in _PAGE_FIELDS
            )
        ),
        warnings=tuple(warnings),
        **dates,
    )


def own_number(title: str, body: str) -> str:
    """The 发文字号 printed at the head of a body, on a line (or two) of its own, or behind the
    title in brackets. A number within a sentence is cited and not the document's own."""
    head = [line.strip() for line in body[:HEAD].split("\n")]
    pairs = [first + second for first, second in pairwise(head)]
    remark = _REMARK_AT_END.search(fold(title))
    for text in [*head, *pairs, remark[1] if remark else ""]:
        number = doc_number.parse(text)
        if number and number.is_complete:
            return str(number)
    return _promulgated(head[0])


def _promulgated(line: str) -> str:
    """The order (令) that a bracketed first line says a law was promulgated by."""
    if not re.match(r"[(（].*(?:公布|发布)", line):
        return ""
    found = [(end, number) for _, end, number in doc_number.find(line) if number.is_order]
    own = [str(number) for end, number in found if re.match(r"\s*(?:公布|发布)", line[end:])]
    return own[-1] if own else ""


def _paragraphs(lines: Iterable[str]) -> list[str]:
    """The lines that are not blank, trimmed, without page chrome at the end."""
    kept = [line for line in (line.strip().strip("\u200b\ufeff") for line in lines) if line]
    while kept and len(kept[-1]) < 60 and _CHROME.search(kept[-1]):
        kept.pop()
    return kept


def _dates(found: Found, warnings: list[str]) -> Iterator[tuple[str, date]]:
    for name, label in _DATES.items():
        value = found.value(name)
        day = parse_date(value)
        if day:
            yield name, day
        elif value:
            warnings.append(f"{label}“{value[:30]}”不是完整有效的日期，未采用。")


def _signed_on(body: str) -> date | None:
    """The date of a signature (落款): the first line that is a date and nothing else."""
    for line in body.split("\n"):
        if len(line) <= 24:
            for start, end, day in find_dates(line):
                if not (line[:start] + line[end:]).strip(" 　()（）"):
                    return day
    return None


def _issuers(found: Found, title: str, number: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Issuers as written, and their canonical names; where no label says, as title or the
    name of a series of orders does (then nothing was written)."""
    place = title if _ISSUED_BY.match(title) else found.value("site")
    announced = _ISSUED_BY.match(title)
    names = split_issuers(announced["names"]) if announced else ()
    if not all(_AUTHORITY.search(name) for name in names):
        names = ()
    written = _names(found.values("issuers"))
    if not written:
        sources = _names(_OWN_WEBSITE.sub("", value) for value in found.values("source"))
        written = tuple(name for name in sources if _AUTHORITY.search(name))
        if set(canonical_all(written, place)) <= set(canonical_all(names)):
            written = ()  # a page names one of several as its source: the title names all
    if written:
        return written, canonical_all(written, place)
    order = _ORDER.match(number)
    if not names and order and _AUTHORITY.search(order["issuer"]):
        names = (order["issuer"],)
    return (), canonical_all(names)


def _names(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for value in values for name in split_issuers(value)))


def _topics(values: list[str]) -> tuple[tuple[str, ...], ...]:
    """``工业、交通\\民航`` is one path; several are parted by semicolons."""
    paths = (
        tuple(part for part in re.split(r"\s*[\\/>＞]+\s*", path.strip()) if part)
        for value in values
        for path in re.split(r"[;；]", value)
    )
    return tuple(dict.fromkeys(path for path in paths if path))


def _validity(value: str, warnings: list[str]) -> Validity:
    if not value:
        return Validity.UNSTATED
    squeezed = squeeze(value).text
    for words, validity in _VALIDITY:
        if words.fullmatch(squeezed):
            return validity
    warnings.append(f"有效性“{value[:20]}”含义不明，按未注明处理。")
    return Validity.UNSTATED


_CONTACT = re.compile(r"^联系(?P<what>单位|部门|科室|电话)\s*[:：]\s*(?P<value>.+)$", re.MULTILINE)
_TAIL = 400


def _contact(found: Found, body: str) -> Contact:
    """政策咨询, as labelled, else as the last lines of the body say."""
    office, phone = found.value("contact_office"), found.value("contact_phone")
    for line in _CONTACT.finditer(body, max(0, len(body) - _TAIL)):
        if line["what"] == "电话":
            phone = phone or line["value"].strip()
        else:
            office = office or line["value"].strip()
    return Contact(office, phone)


def _identity(found: Found, index_number: str, number: str, title: str) -> str:
    """Stable across runs: own id, 索引号, address, 文号 and title, else the place it was found."""
    place = f"{found.source_path}-{found.locator}" if found.locator else found.source_path
    named = f"{number}-{title[:40]}" if number else ""
    address = re.sub(r"^https?://", "", found.value("source_url"))
    for raw in (found.own_id, index_number, address, named, place):
        if made := public_id(raw):
            return made
    return public_id(squeeze(title).text) or "-"


def page_lines(lines: list[str]) -> tuple[list[tuple[str, str, str]], list[str]]:
    """Take labelled lines (header, 来源/浏览量 …) off the beginning of ``lines``."""
    printed: list[tuple[str, str, str]] = []
    for at, line in enumerate(lines):
        pairs = scan(line) if line.strip() else []
        if line.strip() and not pairs:
            return printed, lines[at:]
        printed += pairs
    return printed, []


def without_title(lines: list[str], title: str) -> list[str]:
    """``lines`` without the title printed at their beginning, be it over several lines."""
    wanted = squeeze(title).text
    gathered = ""
    for at, line in enumerate(lines[:8]):
        gathered += squeeze(line).text
        if gathered == wanted:
            return lines[at + 1 :]
        if not wanted.startswith(gathered):
            break
    return lines


def _one_line(text: str) -> str:
    return " ".join(text.split())
