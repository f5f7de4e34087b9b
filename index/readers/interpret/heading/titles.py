"""The title of a text as it is laid out: over several lines, on a cover, beside a number.

Nothing marks a title but where it stands and what it is made of: short lines without a sentence,
of which one that cannot stand alone (关于…的, 通知, an open 《) goes on with the next.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice, pairwise

from index.conventions import doc_number
from index.conventions.authorities import is_issuer
from index.conventions.genre import ends_with_genre
from index.conventions.labels import scan
from index.text.fold import fold, squeeze
from index.text.han import HAN, TENS, TITLE_LETTERS, UNIFIED

_MOST_LINES = 5
_LONGEST_LINE = 60
_LONGEST = 200
_LONGEST_KIND = 12
_SHORTEST = 4
_MOST_GAPS = 6
_MOST_CODES = 2
_STRUCTURE = re.compile(
    rf"目\s*[录次]$|[{TENS}]+、|\([{TENS}\d]+\)|\d+[.、]|第[{TENS}百]+[编章节条]"
)
_CONTENTS = re.compile(r"目\s*[录次]")
_HEADING = re.compile(rf"第[{TENS}\d]+[编章条]|\(|总\s*则|[{TENS}]、")
_MOST_CONTENTS = 120
_INSIDE = re.compile(r"目\s*[次录]$|[前引]\s*言")
_MADE = re.compile(r"(?:发布|印发|编制|[制编印])\s*$|[年月日]\s*$|通过|公布|施行")
_MOST_ON_COVER = 5
_REMARK_LINE = re.compile(
    r"\((?:试行|暂行|修订[版稿]?|草案|征求意见稿|送审稿|摘要|节选|[\d-]{4,9}年?[^()月]{0,6})\)"
)
_PROMULGATION = re.compile(r"\(\s*+(?:根据)?\s*+(?:1[89]|20)\d\d年")
_SENTENCE_END = "。；;！!？?，,"
_SPREAD = re.compile(rf"(?<={HAN})\s+(?={HAN}(?:\s|$))")
_WORDS = re.compile(f"[{TITLE_LETTERS}]+")
_HAN = re.compile(HAN)
_DAY = re.compile(r"(?:19|20)\d\d\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日")
_REMARK_AT_END = re.compile(r"[(\[]((?:[^()]|\([^()]*+\)){5,60})[)\]]\)?\s*$")
_GAP = re.compile(r"(?<=[号令)\d])[\s:-]{1,6}|(?<=[号令)])(?=《)")
_LABELLED = re.compile(
    rf"(?P<label>[{UNIFIED}()（）/、 　]{{0,12}}(?:编\s*号|号|名\s*称|单\s*位|人|日\s*期|时\s*间|地\s*[点址]|机构|部门|电\s*话"
    r"|代码|类别|方式|版本|状态|来源|作者|邮编|预算|金额|期限|页数|主送|抄送))\s*[:：]\s*(?P<value>[^。]{0,80})"
)
_PROMULGATES = re.compile(
    r"(?=.*(?:现.{0,60}|予以)(?:公布|发布))[^《》。]{0,20}《(?P<name>[^《》]{3,100})》(?P<passed>已由|已经|业经|经)?"
)
_OUTER = str.maketrans("〈〉", "《》")
_ANNOUNCES = re.compile(r"^(?!.*关于).{0,40}(?:公\s?告|令)$")
_ANNOUNCED = 3
_OPEN_END = re.compile(r"(?:关于|的|和|与|及|暨|、|对|在|将|印发|转发|修改|废止|公布|第|年度?)$")
_GOES_ON = re.compile(
    r"[的和与及暨、》)〉”]|关于|修改|(?:通知|意见|决定|办法|规定|方案|公告|函|批复|报告)$"
)
_KIND_LINE = re.compile(
    rf"[{UNIFIED}]{{0,10}}(?:文件|书|手册|指南|报告|方案|规划|公告|合同|协议|汇编|大纲|规范|标准|制度|预案|简章|章程|格式|要求|说明|须知|名单|决算|预算|总结|申请表|登记表)"
    r"(?:\([^()]{1,12}\))?"
)

_FORM_AT_END = re.compile(
    r"(?:申请|申报|登记|审批|备案|检查|汇总|统计|评分|推荐|报名|考核|调查|评价|验收|鉴定|信息|情况)[表书单](?:\([^()]{1,12}\))?$"
)


def title_lines(lines: Sequence[str]) -> int:
    """How many of ``lines`` are the title that begins with the first; 0 if that is none."""
    if not may_begin(lines[0]):
        return 0
    best = 1
    for count in range(1, min(len(lines), _MOST_LINES) + 1):
        if count > 1 and not _may_continue(lines[count - 1]):
            break
        if _is_whole(joined(lines[:count])):
            best = count
            break
    if best == 1 and not _is_whole(joined(lines[:1])):
        best = max(_on_cover(lines), _with_kind(lines))
    while best < len(lines) and _goes_on("".join(lines[:best]).strip(), lines[best], best):
        best += 1
    return best


def _with_kind(lines: Sequence[str]) -> int:
    """How many lines a title takes that ends in a line for its kind: 某某图书馆 / 家具采购项目 / 招标文件."""
    for count in range(1, min(len(lines), _MOST_ON_COVER)):
        line = lines[count]
        if not _may_continue(line) or labelled(line) or is_issuer(line) or is_code(line):
            return 1
        if is_kind(line):
            return count + 1
    return 1


def _on_cover(lines: Sequence[str]) -> int:
    """How many lines of a cover are its title: those before a line that says something else, where a
    table of contents or a preface stands near."""
    if not any(_INSIDE.match(fold(line).strip()) for line in lines):
        return 1
    for count, line in enumerate(lines[1:_MOST_ON_COVER], 1):
        is_other = not _HAN.search(line) or labelled(line) or is_issuer(line) or is_code(line)
        if (
            is_other
            or _INSIDE.match(fold(line).strip())
            or not _may_continue(line)
            or _MADE.search(line)
        ):
            return count
    return 1


def may_begin(line: str) -> bool:
    """Whether a line may be the first of a title: no sentence, salutation or heading."""
    folded = fold(line.strip())
    if len(folded) > _LONGEST or folded.endswith(tuple("。;:")):
        return False
    return not (_STRUCTURE.match(folded) or _PROMULGATION.match(folded))


def joined(lines: Sequence[str]) -> str:
    """Lines of a title as one; a space stays between two that are not both Chinese."""
    text = ""
    for line in lines:
        line = unspread(" ".join(line.split()))
        gap = (
            text[-1:].isascii()
            and line[:1].isascii()
            and text[-1:].isalnum()
            and line[:1].isalnum()
        )
        text += (" " if text and gap else "") + line
    quoted = re.fullmatch(r"《([^《》]+)》(?:全文)?", text)
    return quoted[1] if quoted else text


def unspread(text: str) -> str:
    """``几 个 问 题`` -> ``几个问题``: characters spread over a line."""
    return _SPREAD.sub("", text)


def words(text: str) -> str:
    """What titles are compared by: neither space nor punctuation."""
    return "".join(_WORDS.findall(squeeze(text).text))


def number_of(text: str) -> str:
    """The complete number that a line, star marks of secrecy apart, consists of."""
    if len(text) > _LONGEST_LINE:
        return ""
    number = doc_number.parse(text.strip().strip("★"))
    return str(number) if number and number.is_complete else ""


def promulgated(lines: Sequence[str], numbered: bool) -> str:
    """The name in 《》 that the first of ``lines`` promulgates, or those below 某某公告 that announces
    nothing else; empty where none does.

    Args:
        numbered: whether a number stands above; without one the text says that it was passed.
    """
    if name := _promulgated(lines[0], numbered):
        return name
    below = lines[1:_ANNOUNCED] if _ANNOUNCES.search(fold(lines[0]).strip()) else ()
    return next(filter(None, (_promulgated(line, False) for line in below)), "")


def _promulgated(line: str, numbered: bool) -> str:
    found = _PROMULGATES.match(fold(line))
    if not found or not (numbered or found["passed"]):
        return ""
    return line[slice(*found.span("name"))].translate(_OUTER)


def is_contents(line: str) -> bool:
    """Whether a line heads a table of contents."""
    return bool(_CONTENTS.fullmatch(fold(line).strip()))


def title_below_contents(lines: Sequence[str]) -> str:
    """The title of a text that a table of contents stands above: the first line behind it that is
    one and has a heading below; empty where there is none."""
    for line, below in pairwise(lines[:_MOST_CONTENTS]):
        folded = fold(line).strip()
        is_listed = _STRUCTURE.match(folded) or folded[-1:].isdecimal() or not may_begin(line)
        if not is_listed and _is_whole(line) and _HEADING.match(fold(below).strip()):
            return joined([line])
    return ""


def labelled(line: str) -> tuple[str, str] | None:
    """Label and value of a line that no page prints but covers do: ``项目编号：YZ-2026-047``."""
    found = _LABELLED.fullmatch(line.strip()) if len(line) <= _LONGEST else None
    return (found["label"], found["value"].strip()) if found else None


def named(line: str) -> str:
    """The value of a label that tells the name of what a document is about: 项目名称：某某工程."""
    pair = labelled(line)
    return pair[1] if pair and pair[0].endswith("名称") else ""


def is_kind(line: str) -> bool:
    """Whether a line says what kind of document it is of (公开招标文件), and no more."""
    return bool(_KIND_LINE.fullmatch(fold(unspread(line.strip()))))


def is_code(line: str) -> bool:
    """Whether a line holds codes or days and nothing that a title is made of."""
    if len(line) > _LONGEST_LINE:
        return False
    return not _HAN.search(_DAY.sub("", fold(line))) and len(line.split()) <= _MOST_CODES


def is_ahead(lines: Sequence[str]) -> bool:
    """Whether a title stands on one of ``lines``, before the text begins."""
    for line in lines:
        if named(line):
            return True
        if labelled(line) or is_code(line) or scan(line) or number_of(line):
            continue
        return (
            may_begin(line) and len(line) <= _LONGEST_LINE and line.strip()[-1] not in _SENTENCE_END
        )
    return False


def parted(title: str) -> tuple[str, str]:
    """The number before or behind a title on its line, and the title; without one an empty number.

    >>> parted("财政部令第87号——政府采购货物和服务招标投标管理办法")
    ('财政部令第87号', '政府采购货物和服务招标投标管理办法')
    """
    folded = fold(title)
    for found in islice(_GAP.finditer(folded, 0, _LONGEST_LINE), _MOST_GAPS):
        number = doc_number.parse_folded(folded[: found.start()])
        rest = title[found.end() :].strip()
        if number and number.serial and _is_name(rest):
            return str(number) if number.is_complete else "", joined([rest])
    numbers = doc_number.find(title) if len(title) <= _LONGEST else []
    if (remark := _REMARK_AT_END.search(folded)) and remark.start():
        number = doc_number.parse_folded(remark[1])
        if number and number.is_complete and not number.is_standard:
            return str(number), title[: remark.start()].rstrip()
    if numbers and numbers[-1][1] == len(title.rstrip()):
        start, _, number = numbers[-1]
        if ends_with_genre(title[:start].rstrip("，,（( -—")):
            return str(number), title[:start].rstrip("，,（( -—")
    return "", title


def _is_name(text: str) -> bool:
    return len(text) >= _SHORTEST and (ends_with_genre(text) or text.startswith("《"))


def _is_whole(title: str) -> bool:
    title = unspread(title)
    is_form = "关于" not in title and bool(_FORM_AT_END.search(fold(title)))
    return _is_closed(title) and (is_form or ends_with_genre(title))


def _is_closed(title: str) -> bool:
    folded = fold(title)
    return all(folded.count(a) <= folded.count(b) for a, b in ("《》", "()"))


def _may_continue(line: str) -> bool:
    folded = fold(line).strip()
    return not (
        len(folded) > _LONGEST_LINE
        or folded.endswith(tuple(f"{_SENTENCE_END}:"))
        or _STRUCTURE.match(folded)
        or number_of(folded)
        or scan(line)
        or _PROMULGATION.match(folded)
    )


def _goes_on(title: str, line: str, count: int) -> bool:
    """Whether a title of ``count`` lines is not over: a remark (试行) follows, 政策解读 behind one
    quoted title, or one of the two lines cannot stand alone."""
    folded = fold(line).strip()
    if _REMARK_LINE.fullmatch(folded):
        return True
    if title.startswith("《") and title.endswith("》"):
        return len(folded) <= _LONGEST_KIND and ends_with_genre(folded)
    if count >= _MOST_LINES or _is_whole(title) or not _may_continue(line):
        return False
    is_open = not _is_closed(title) or _OPEN_END.search(title)
    return bool(is_open or _GOES_ON.match(folded) or is_kind(line))
