"""What the keys of crawlers and databases mean: publishTime, body_html, _source.title, fawenzihao, FWZH.

A key is cut into words (camelCase, snake_case, dots of nested objects); words that say nothing
(html, doc, policy, data) are left out. What remains must be known as a whole: ``site_title`` and
``content_type`` are no title and no body. Pinyin is made of our own labels.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from itertools import chain

from index.conventions.labels import FIELDS

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_IDLE = frozenset((
    "html", "htm", "text", "txt", "str", "string", "raw", "full", "main", "plain", "clean", "doc",
    "document", "article", "art", "news", "policy", "file", "info", "information", "page", "web",
    "gov", "the", "data", "field", "fields", "zh", "cn", "chinese", "original", "origin", "value",
    "source", "attributes", "attr", "properties", "props", "meta", "metadata", "base", "basic",
    "record", "row", "obj", "object", "result", "item", "node", "entry", "detail", "details",
    "law", "notice", "f", "s", "n", "t",
))  # fmt: skip
"""Words of keys that do not change what is meant."""
_ENGLISH: Mapping[str, tuple[str, ...]] = {
    "title": ("title", "headline", "heading", "subject", "name", "docname", "articlename"),
    "body": (
        "content", "contents", "body", "text", "html", "txt", "article", "detail", "details",
        "fulltext", "maintext", "plaintext", "bodytext", "bodycontent", "contentbody", "contenttext",
        "contenthtml", "articlebody",
    ),
    "doc_number": (
        "docno", "docnum", "docnumber", "documentno", "documentnumber", "fileno", "filenum",
        "filenumber", "issueno", "issuenumber", "referenceno", "refno", "referencenumber",
        "doccode", "wenhao", "policyno", "policynumber", "lawno", "dispatchno",
    ),
    "index_number": ("indexno", "indexnumber", "indexcode", "indexnum"),
    "issuers": (
        "issuer", "issuers", "issuingauthority", "issuingagency", "issuingorgan", "issuedby",
        "publisher", "publishers", "publishorg", "publishunit", "publishdept", "publishdepartment",
        "department", "departments", "dept", "deptname", "departmentname", "organization",
        "organisation", "org", "orgname", "organ", "agency", "authority", "unit", "unitname",
        "office",
    ),
    "written_on": ("writtendate", "writtentime", "writtenon", "signdate", "signeddate", "draftdate"),
    "published_on": (
        "publishdate", "publishtime", "publisheddate", "publishedtime", "publishedat", "publishedon",
        "publish", "published", "pubdate", "pubtime", "publicdate", "publictime", "publicationdate",
        "releasedate", "releasetime", "releasedat", "issuedate", "issuetime", "issueddate",
        "issuedat", "postdate", "posttime", "date", "time", "datetime", "showdate", "opendate",
    ),
    "effective_on": (
        "effectivedate", "effectivetime", "effective", "implementdate", "implementtime",
        "implementationdate", "validfrom", "startdate", "inforcedate", "enforcedate", "executedate",
    ),
    "repealed_on": (
        "repealdate", "repealeddate", "expirydate", "expiredate", "expirationdate", "abolishdate",
        "abolitiondate", "validto", "invaliddate", "enddate",
    ),
    "validity": ("validity", "timeliness", "effectiveness", "validstatus", "effectstatus"),
    "source_url": (
        "url", "uri", "link", "href", "pageurl", "weburl", "detailurl", "linkurl", "urllink",
        "docurl", "articleurl", "sourceurl", "originurl", "originalurl", "permalink",
    ),
    "region": ("region", "area", "regionname", "areaname", "province", "city", "district"),
    "topics": ("topic", "topics", "theme", "themes", "category", "categories", "classification"),
    "genre": ("genre", "doctype", "documenttype", "doctypename"),
    "subjects": ("keywords", "keyword", "tags"),
    "site": ("site", "sitename", "website", "websitename"),
    "editor": ("author", "authors", "editor"),
    "id": ("guid", "uuid", "docid", "documentid", "articleid", "newsid", "policyid"),
}  # fmt: skip
"""Field -> the words that mean it, written as one."""
_GENERIC = frozenset(("name", "value", "text", "html", "label", "content", "title", "string"))
"""What the key within an object may be called when the object is the value: publisher.name."""
_SPELLED: Mapping[str, str] = {
    "ban": "颁", "bao": "报", "bian": "编", "biao": "标表", "bie": "别", "bu": "布部", "cai": "裁",
    "ce": "策", "chao": "超", "cheng": "称成", "ci": "词", "dan": "单", "di": "地", "ding": "定",
    "fa": "法发", "fei": "废", "fen": "分", "fou": "否", "gao": "稿", "gong": "公", "gou": "构",
    "guan": "关", "gui": "规", "hao": "号", "ji": "机级辑", "jian": "件间键", "jie": "接", "kai": "开",
    "lai": "来", "lan": "览", "lei": "类", "li": "力", "lian": "链", "liang": "量", "liu": "浏",
    "men": "门", "ming": "名", "nei": "内", "pei": "配", "qi": "期", "qu": "区", "quan": "全",
    "ren": "任", "ri": "日", "rong": "容", "sheng": "生", "shi": "时施实失是", "song": "送", "suo": "索",
    "tai": "态", "ti": "题体", "wang": "网", "wei": "位", "wen": "文", "xi": "息", "xiao": "效",
    "xin": "信", "xing": "行性", "ye": "页", "yin": "引印", "you": "有", "yu": "域", "yuan": "源原",
    "ze": "责", "zhan": "站", "zhe": "者", "zheng": "政正", "zhi": "制止址", "zhong": "种", "zhu": "主",
    "zhuang": "状", "zi": "字", "zu": "组", "zuo": "作",
}  # fmt: skip
"""How the characters of our labels are spelled in pinyin."""
_SOUNDS = {letter: sound for sound, letters in _SPELLED.items() for letter in letters}
_OTHERS: Mapping[str, str] = {
    "正文": "body", "内容": "body", "全文": "body", "正文内容": "body", "文件内容": "body",
    "链接": "source_url", "发文部门": "issuers", "发布部门": "issuers", "发文时间": "written_on",
    "政策名称": "title", "政策标题": "title",
}  # fmt: skip
_TOO_SHORT = 2
"""Initials of so few letters (bt, zw) are taken only where nothing else has them."""


def field_of_key(key: str) -> str:
    """The field that an ASCII key means; empty where it cannot be told."""
    *outer, last = key.split(".")
    if any(field_of_key(part) == "" and not _is_idle(part) for part in outer[:-1]):
        return ""
    if not outer or _is_idle(outer[-1]):
        return _alone(last)
    above, own = _alone(outer[-1]), _alone(last)
    if above and (last.lower() in _GENERIC or own == above or _is_idle(last)):
        return above
    return own if above == "body" else ""


def _alone(key: str) -> str:
    """The field of one key, whatever it stands in."""
    words = [word.lower() for word in _WORD.findall(key)]
    telling = [word for word in words if word not in _IDLE]
    names = _names()
    found = names.get("".join(words)) or names.get("".join(telling))
    return found or _pinyin().get("".join(words), "") or _pinyin().get("".join(telling), "")


def _is_idle(key: str) -> bool:
    return all(word.lower() in _IDLE for word in _WORD.findall(key))


@cache
def _names() -> dict[str, str]:
    return {name: field for field, names in _ENGLISH.items() for name in names}


@cache
def _pinyin() -> dict[str, str]:
    """Our labels in pinyin, whole and in initials, where these are of one field."""
    spelled: dict[str, set[str]] = {}
    for label, field in chain(FIELDS.items(), _OTHERS.items()):
        sounds = [_SOUNDS.get(letter, "") for letter in label]
        if len(label) >= _TOO_SHORT and all(sounds):
            for name in ("".join(sounds), "".join(sound[0] for sound in sounds)):
                spelled.setdefault(name, set()).add(field)
    return {name: fields.pop() for name, fields in spelled.items() if len(fields) == 1}
