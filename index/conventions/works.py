"""Works and how they are cited: 《公司法》, 《中华人民共和国公司法》, 《公司法（2023修订）》.

A record may also hold one article of a law (公司法 第三条); :func:`cited_as` gives all of these
one name. How often each is named is counted in ``index.relations.citations``.
"""

from __future__ import annotations

import re
from hashlib import blake2b

from index.text.fold import squeeze
from index.text.han import TENS, THOUSANDS, without_remark

MOST = 300
"""So many works of one text are counted."""

_WORK = re.compile(r"《([^《》]{2,120})》")
_ARTICLE = re.compile(rf"第[{THOUSANDS}0-9]{{1,9}}条(?:之[{TENS}]{{1,2}})?$")


def cited_as(title: str) -> str:
    """The name by which others cite a work: folded, letters and digits only.

    >>> cited_as("《中华人民共和国公司法》（2023修订）"), cited_as("公司法 第三条")
    ('公司法', '公司法')
    """
    name = without_remark(_ARTICLE.sub("", squeeze(title).text))
    return "".join(letter for letter in name if letter.isalnum()).replace("中华人民共和国", "")[
        :120
    ]


def works_in(text: str, own_title: str) -> list[str]:
    """The works that ``text`` names, each once, the text's own left out."""
    names = dict.fromkeys(map(cited_as, _WORK.findall(text)))
    names.pop(cited_as(own_title), None)
    names.pop("", None)
    return list(names)[:MOST]


def work_number(name: str) -> int:
    """64 bits for a name that :func:`cited_as` gave: what the column ``work`` holds."""
    digest = blake2b(name.encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(digest, "little")
