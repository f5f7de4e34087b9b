"""附件: the list that a text gives of the documents attached to it."""

from __future__ import annotations

import re

from index.document import Attachment

_LIST = re.compile(
    r"^[^\S\n]*附[^\S\n]*件[^\S\n]*[:：][^\S\n]*(?P<first>[^\n]+)(?P<rest>(?:\n[^\n]+){0,49})",
    re.MULTILINE,
)
_ITEM = re.compile(r"^\s*(?P<number>\d{1,2})\s*[.．、]\s*(?P<title>\S.{1,119})$")
_ENDS = " .。;；"
_LONGEST = 120


def annexes(body: str) -> tuple[Attachment, ...]:
    """The attachments listed behind 附件：, numbered on lines that follow each other, or one."""
    found = _LIST.search(body)
    if not found:
        return ()
    first = _ITEM.match(found["first"])
    if not first:
        title = found["first"].strip(_ENDS)
        return (Attachment(title),) if 1 < len(title) <= _LONGEST else ()
    titles = [first["title"]]
    for line in found["rest"].split("\n")[1:]:
        item = _ITEM.match(line)
        if not item or int(item["number"]) != len(titles) + 1:
            break
        titles.append(item["title"])
    return tuple(Attachment(title.strip(_ENDS)) for title in titles)
