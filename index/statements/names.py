"""Names: the key under which a title is known and cited, so that equal keys mean one work.

A key keeps what tells works apart (ordinals, years, 试行) and leaves out what does not: width and
script of letters, marks, 中华人民共和国, a 发文字号 or a word on the revision behind the title. Most
documents have further, looser names (:func:`names_of`): whoever is found under one of these is a
candidate only.
"""

from __future__ import annotations

import re
from functools import lru_cache
from hashlib import blake2b

from index.conventions import doc_number
from index.conventions.issuers import is_authority
from index.statements.model import Article
from index.text.fold import fold, squeeze
from index.text.han import TENS, THOUSANDS, chinese_number

_LONGEST = 200
STATE = "中华人民共和国"
"""What stands before the names of laws, and is mostly left out."""
_MOST_REMARKS = 3

_ARTICLE = re.compile(rf"第(?P<number>[{THOUSANDS}0-9]{{1,9}})条(?:之(?P<of>[{TENS}]{{1,2}}))?$")
_LONGEST_ARTICLE = 14
_DAY = r"(?:(?:19|20)\d\d年?(?:\d{1,2}月(?:\d{1,2}日)?)?)"
_REVISED = re.compile(
    rf"(?:根据)?{_DAY}?(?:第?[{TENS}]{{1,3}}次)?(?:修订|修正|修改|订正)(?:版|本|稿|文本)?"
    r"|(?:19|20)\d\d年\d{1,2}月(?:\d{1,2}日)?(?:通过|公布|发布|施行)?"
    r"|[全部分文]{0,2}(?:已经?)?(?:废止|失效|有效)|现行有效|全文|节选|节录|摘录|摘要|[附含].*",
    re.DOTALL,
)
"""What a remark says of a text and not of the work: that it is a revised one, or a part."""
_ORDER = re.compile(rf"[令告]第?[{THOUSANDS}0-9]{{1,7}}号?$")
_TRIAL = re.compile(r"[(\[](?:试行|暂行|试点|试行草案)[)\]]$")
_SAYING = re.compile("关于|印发|转发|批转|发布|公布|颁布|颁发")
"""What follows the issuer in a title."""


@lru_cache(256)
def folded_title(title: str) -> str:
    """``title`` folded; many rules read the title of one document."""
    return fold(title)


@lru_cache(4096)
def squeezed(text: str) -> str:
    """``text`` folded, without white space; the same titles come again."""
    return squeeze(text).text


@lru_cache(4096)
def key_of(title: str) -> str:
    """The key of a title, or of a name as others write it between 《 and 》.

    Kept are letters and digits. Left out: the remarks that end it where they are a 发文字号, a
    revision (2023修订) or a day; the number of a single article; 中华人民共和国. Ordinals （二）, years
    （2016—2020年）（2019年本） and 试行 stay: 刑法修正案（二） is another work than 刑法修正案（三）, and 《…（试行）》
    another than what follows it. Takes as long as the title is; empty only for a title without letters.

    >>> key_of("《中华人民共和国公司法》（2023修订）"), key_of("公司法 第三条")
    ('公司法', '公司法')
    >>> key_of("中华人民共和国刑法修正案（二）"), key_of("关于做好工作的通知(发改办〔2016〕25号)")
    ('刑法修正案二', '关于做好工作的通知')
    """
    name = _ARTICLE.sub("", squeezed(title))
    return _letters(_without_remarks(name))


def article_at_end(title: str) -> Article | None:
    """The 条 that a title ends with: a law may be held an article a document.

    >>> article_at_end("刑法 第一百三十三条之一"), article_at_end("刑法")
    (Article(number=133, of=1), None)
    """
    found = _ARTICLE.search(squeezed(title)[-_LONGEST_ARTICLE:])
    if not found:
        return None
    number, of = (chinese_number(part or "") or 0 for part in found.group("number", "of"))
    return Article(number, of) if number else None


def names_of(title: str) -> tuple[str, ...]:
    """The keys that a document of this title is known under, the most precise first.

    Beside :func:`key_of` the title without 试行, and both without the issuer before 关于: others
    write 国务院《关于…的通知》.
    """
    name = _without_remarks(_ARTICLE.sub("", squeezed(title)))
    names = [_letters(name), _letters(_TRIAL.sub("", name))]
    names += [shorter for name in names if (shorter := without_issuer(name))]
    return tuple(dict.fromkeys(filter(None, names)))


def without_issuer(key: str) -> str:
    """A key without the issuers before 关于 or 印发; empty where none stand there.

    >>> without_issuer("国务院办公厅关于做好工作的通知"), without_issuer("关于做好工作的通知")
    ('关于做好工作的通知', '')
    """
    said = _SAYING.search(key)
    if not said or not said.start() or not is_authority(key[: said.start()]):
        return ""
    return key[said.start() :]


def cited_name(title: str) -> str:
    """A title as others print it between 《 and 》: without these, those within it single, and without
    中华人民共和国 before it.

    >>> cited_name("中华人民共和国公司法"), cited_name("《物业管理条例》"), cited_name("关于适用《民法典》的解释")
    ('公司法', '物业管理条例', '关于适用〈民法典〉的解释')
    """
    name = title.strip()
    if name[:1] == "《" and name.find("》") == len(name) - 1:
        name = name[1:-1].strip()
    return (name.removeprefix(STATE) or name).replace("《", "〈").replace("》", "〉")


def work_number(name: str) -> int:
    """64 bits for a name that :func:`key_of` gave: what the column ``work`` holds."""
    digest = blake2b(name.encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(digest, "little")


def remark_at_end(name: str) -> str:
    """The bracket that ends a squeezed title, with what stands in it; empty if it ends otherwise."""
    if name[-1:] not in (")", "]"):
        return ""
    depth = 0
    for at in range(len(name) - 1, -1, -1):
        depth += name[at] in ")]"
        depth -= name[at] in "(["
        if depth <= 0:
            return name[at:]
    return ""


def _without_remarks(name: str) -> str:
    for _ in range(_MOST_REMARKS):
        remark = remark_at_end(name)
        if len(remark) in (0, len(name)) or not says_nothing(remark[1:-1]):
            break
        name = name[: -len(remark)]
    return name


def says_nothing(remark: str) -> bool:
    """Whether a remark, squeezed, says nothing of the work: it is a number, a day, or of a revision."""
    return bool(
        _REVISED.fullmatch(remark) or _ORDER.search(remark) or doc_number.parse_folded(remark)
    )


def _letters(name: str) -> str:
    return "".join(filter(str.isalnum, name)).replace(STATE, "")[:_LONGEST]
