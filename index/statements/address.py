"""What the addresses of one page have in common, where a site gives it several.

A site lists one page under several columns (``/zhengce/content/2010-09/06/content_1536.htm``,
``/zhengce/zhengceku/2010-09/06/content_1536.htm``): what names the page is the end that has digits.
"""

from __future__ import annotations

import re

_ADDRESS = re.compile(r"https?://(?:www\.)?+(?P<host>[^/?#]++)(?P<path>[^?#]*+)(?P<query>[^#]*+)")
_SUFFIX = re.compile(r"\.[a-z]{2,6}$", re.IGNORECASE)
_NUMBER = re.compile(r"[0-9]{3}")
_DATE = re.compile(r"[0-9-]+")
_LONGEST = 500


def address_key(address: str) -> str:
    """Host and end of an address, as one page has them; empty where it is none.

    >>> address_key("http://www.gov.cn/zhengce/content/2010-09/06/content_1536.htm")
    'gov.cn/2010-09/06/content_1536'
    """
    found = _ADDRESS.match(address.strip()[:_LONGEST])
    if not found:
        return ""
    host = found["host"].lower()
    *folders, last = found["path"].rstrip("/").split("/")
    last = _SUFFIX.sub("", last)
    if not _NUMBER.search(last):
        return host + found["path"] + found["query"] if last or found["query"] else ""
    kept = [last]
    for folder in reversed(folders):
        if not _DATE.fullmatch(folder):
            break
        kept.append(folder)
    return "/".join((host, *reversed(kept)))
