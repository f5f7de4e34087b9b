"""What was found on a page or in a file, made into a document: the same rules for all readers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from index.conventions import doc_number
from index.conventions.genre import canonical_genre, genre_of
from index.conventions.issuers import NO_ALIASES
from index.conventions.regions import canonical_region, place_of, region_of
from index.conventions.sections import find_sections, split_articles
from index.document import Contact, PolicyDocument, Rejected, Validity, public_id
from index.readers import refusals
from index.readers.extract import Extract
from index.readers.interpret.attachments import annexes
from index.readers.interpret.bounds import cut_title, cut_to_size, is_too_long
from index.readers.interpret.days import days_of
from index.readers.interpret.excerpt import breaks_off
from index.readers.interpret.heading.titles import parted
from index.readers.interpret.issuers import issuers_of
from index.readers.interpret.mending import is_spaced, mended, unspaced, without_gaps
from index.readers.interpret.self_description import Stated, read_stated
from index.readers.interpret.unread import unread_characters
from index.readers.interpret.web_print import without_site
from index.text.fold import fold, squeeze, trim
from index.text.han import HAN, HUNDREDS

_VALIDITY = (
    (re.compile(r"(?:尚未|未|即将|暂未)(?:生效|施行)"), Validity.NOT_YET),
    (re.compile(r"部分(?:废止|失效|修改)|已?(?:被)?(?:修改|修订|修正)"), Validity.AMENDED),
    (re.compile(r"(?:已|已经|宣布)?(?:被)?废止(?:或失效)?"), Validity.REPEALED),
    (re.compile(r"(?:已|已经)?(?:失效|过期)|无效|否"), Validity.EXPIRED),
    (re.compile(r"(?:现行|继续|全文|长期)?有效(?:文件)?|是|试行|现行"), Validity.IN_FORCE),
)
"""What 有效性 may say, as a whole; anything else (未失效, 不再有效) is doubted, not guessed."""

_REPRINT = re.compile(r"^[（(【]?(?:转载|关注)[）)】]\s*")
_PAGE_FIELDS = frozenset(("source", "site", "views", "editor", "source_url"))
_FILE_LIST = re.compile(r"^附件(?:列表|下载)\s*[:：]?$|^相关(?:解读|链接|附件|文件|报道)\s*[:：]")
_MOST_FILES = 25
_MOST_SALUTED = 4
_FEWEST_OF_TITLE = 6
"""So many pieces a title has whose characters are spaced; fewer are words."""
_SERIAL = re.compile(rf"[0-9０-９{HUNDREDS}]")
_LONGEST_CHROME = 120
_PATH_OF_SITE = re.compile(rf"{HAN}{{2,8}}[:：]\s*+(?:/[A-Za-z0-9_.%-]+){{2,}}")
"""附件下载：/files/2026/0301.doc: what a page links, its words gone."""
_CHROME = re.compile(
    r"扫一扫|浏览量|打印本页|关闭窗口|^打印$|^【?(?:打印|关闭)|分享到|^分享|^【?字体|返回顶部|^上一篇|^下一篇"
    r"|^(?:在本页|点击|展开|查看|继续|阅读){1,2}(?:阅读|查看)?全文$|^相关链接|^相关(?:附件|解读|文件)[:：]?$|版权所有|ICP备|^主办[:：单]|网站标识码|^您当前的位置|^[^：:]{2,8}[:：]\s*https?://|^https?://\S+$"
)


def document_of(
    extract: Extract, aliases: Mapping[str, str] = NO_ALIASES
) -> PolicyDocument | Rejected:
    """The document that ``extract`` describes, or why it is none.

    Args:
        aliases: the operator's own names of issuers, see :func:`index.conventions.issuers.canonical`.
    """
    warnings = [*extract.warnings]
    if is_too_long(extract):
        return Rejected(extract.source_path, extract.locator, refusals.TOO_MANY_CHARACTERS)
    cut_to_size(extract, warnings)
    stated, title, body = _told(extract, warnings)
    if not title and not body:
        id = told_id(extract)
        return Rejected(extract.source_path, extract.locator, refusals.NO_TITLE_NO_BODY, id)
    warnings += unread_characters(title, body)
    number = _number(extract, stated, warnings)
    as_written, issuers = issuers_of(extract, stated, number, aliases, warnings)
    index_number = _one_line(extract.value("index_number"))
    own = _identity(extract, index_number, number, title)
    return PolicyDocument(
        **days_of(extract, stated, warnings),
        id=own or _place(extract, title),
        placed=not own,
        title=title,
        body=body,
        doc_number=number,
        index_number=index_number,
        issuers=issuers,
        issuers_as_written=as_written,
        genre=canonical_genre(extract.value("genre")) or genre_of(title),
        topics=_topics(extract.values("topics")),
        region=canonical_region(extract.value("region")) or region_of(issuers) or place_of(title),
        validity=_validity(extract.value("validity"), warnings),
        source_url=extract.value("source_url"),
        source_path=extract.source_path,
        contact=_contact(extract, body),
        attachments=extract.attachments or annexes(body),
        sections=find_sections(body),
        as_printed=_as_printed(extract),
        warnings=tuple(warnings),
        is_excerpt=extract.is_excerpt or breaks_off(body, extract.verbatim),
        recognised_pages=extract.recognised_pages,
    )


def _told(extract: Extract, warnings: list[str]) -> tuple[Stated, str, str]:
    """What the text states of itself, the title and the body; both empty where there is nothing.

    What the head of the text prints is added to ``extract.printed``.
    """
    whole: Iterable[str] = extract.lines
    if not extract.verbatim:
        whole = (part for line in extract.lines for part in split_articles(line))
    known = unspaced(extract.value("title") or extract.title, _FEWEST_OF_TITLE)
    lines = _paragraphs(whole, known)
    if not extract.verbatim or is_spaced(lines):
        lines = mended(lines)
    if not extract.verbatim:
        lines, below = without_site(lines)
        extract.printed += below
    known = _REPRINT.sub("", _one_line(known))
    stated = read_stated(lines, known)
    if known and stated.title != parted(known)[1]:
        warnings.append(f"页面标题“{known[:60]}”不是正文的标题，采用正文的。")
    extract.printed += stated.printed
    cut_to_size(extract, warnings)
    title, body = (
        cut_title(stated.title, warnings),
        "\n".join(lines if extract.verbatim else _text_of(stated)),
    )
    if extract.recognised_pages:
        title = without_gaps(title)
    if body and not title:
        title = _first_line(body)
        warnings.append("没有找到标题，以正文第一行代替。")
    if title and not body and not extract.lacks_body:
        warnings.append("没有找到正文，只收录标题和著录信息。")
    return stated, title, body


def _first_line(body: str) -> str:
    """What stands for a title that is missing: the first line that is no salutation."""
    lines = body.split("\n", _MOST_SALUTED)[:_MOST_SALUTED]
    line = next((line for line in lines if not line.rstrip().endswith(("：", ":"))), lines[0])
    return _one_line(line)[:80].rstrip("：:")


def _text_of(stated: Stated) -> list[str]:
    """The lines of the text: without the number that a standard bears at the head of every page, and without
    links whose words are gone."""
    number = doc_number.parse(stated.number)
    lines = [line for line in stated.lines if not _is_path(line)]
    if not number or not number.is_standard:
        return lines
    printed = _solid(stated.number)
    return [line for line in lines if len(line) > _LONGEST_CHROME or _solid(line) != printed]


def _is_path(line: str) -> bool:
    return "/" in line and len(line) <= _LONGEST_CHROME and bool(_PATH_OF_SITE.fullmatch(line))


def _solid(number: str) -> str:
    return re.sub(r"[\s—–－―-]+", "", fold(number))


def _as_printed(extract: Extract) -> tuple[tuple[str, str], ...]:
    """Labels and values as found, each pair once; what is of the page and not of the document
    left out."""
    pairs = (
        (_one_line(label), _one_line(value))
        for name, label, value in extract.printed
        if value and name not in _PAGE_FIELDS
    )
    return tuple(dict.fromkeys(pairs))


def _is_file_of(title: str, line: str) -> bool:
    """Whether a line is a link to the document itself as a file."""
    return len(title) > 4 and bool(re.search(r"\.(?:pdf|docx?|ofd|wps)$", line)) and title in line


def _number(extract: Extract, stated: Stated, warnings: list[str]) -> str:
    """The labelled 发文字号, else the text's own."""
    printed = doc_number.normalise(_one_line(extract.value("doc_number")))
    if not _SERIAL.search(printed):
        printed = ""  # 〔〕 号: a form that nobody has filled in
    if not printed or not stated.number:
        return printed or stated.number
    if not doc_number.same(printed, stated.number):
        warnings.append(f"著录的文号“{printed}”与正文的“{stated.number}”不一致，采用前者。")
    return printed


def _paragraphs(lines: Iterable[str], title: str) -> list[str]:
    """The lines that are not blank, trimmed, without page chrome at the end."""
    kept = [line for line in map(trim, lines) if line]
    for at in range(max(1, len(kept) - _MOST_FILES), len(kept)):
        if _FILE_LIST.match(kept[at]):
            kept = kept[:at]
            break
    while (
        kept
        and len(kept[-1]) < _LONGEST_CHROME
        and (_CHROME.search(kept[-1]) or _is_file_of(title, kept[-1]))
    ):
        kept.pop()
    return kept


def _topics(values: list[str]) -> tuple[tuple[str, ...], ...]:
    """``工业、交通\\民航`` is one path; several are parted by semicolons."""
    paths = (
        tuple(part for part in map(str.strip, re.split(r"[\\/>＞]+", path)) if part)
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


def _contact(extract: Extract, body: str) -> Contact:
    """政策咨询, as labelled, else as the last lines of the body say."""
    office, phone = extract.value("contact_office"), extract.value("contact_phone")
    for line in _CONTACT.finditer(body, max(0, len(body) - _TAIL)):
        if line["what"] == "电话":
            phone = phone or line["value"].strip()
        else:
            office = office or line["value"].strip()
    return Contact(office, phone)


def _identity(extract: Extract, index_number: str, number: str, title: str) -> str:
    """What it calls itself: own id, 索引号, address, 文号 and title; empty if it does not."""
    named = f"{number}-{title[:40]}" if number else ""
    return _told_id(extract, index_number) or public_id(named)


def _place(extract: Extract, title: str) -> str:
    """An id made of the place where it was found."""
    place = f"{extract.source_path}-{extract.locator}" if extract.locator else extract.source_path
    return public_id(place) or public_id(squeeze(title).text) or "-"


def told_id(extract: Extract) -> str:
    """The id that the document of ``extract`` has, as far as the source itself says it (own id,
    索引号, address); empty where it depends on what the text means, or on the place."""
    return _told_id(extract, _one_line(extract.value("index_number")))


def _told_id(extract: Extract, index_number: str) -> str:
    address = re.sub(r"^https?://", "", extract.value("source_url"))
    return next(filter(None, map(public_id, (extract.own_id, index_number, address))), "")


def _one_line(text: str) -> str:
    return " ".join(text.split())
