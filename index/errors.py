"""Errors a person can do something about.

    ZhengceError                 message is safe to show, in Chinese, and names the next step
     ├─ IndexMissing             there is no index where one was expected
     ├─ IndexOutdated            the index was built by another analyser or schema
     ├─ IndexDamaged             a file of a generation is missing or not what was written
     ├─ IndexInaccessible        a file of the index may not, or cannot for now, be read or written
     ├─ IndexBusy                another process is writing
     ├─ ClusterUnavailable       the cluster that holds the index does not answer, or not whole
     ├─ ClusterRefused           the cluster answers, and says no
     └─ SourceError              a folder or file the operator named cannot be read

    Unreadable (a ValueError)    a file is no document we can read; becomes a line of the report

Everything else is a defect and propagates.
"""

from __future__ import annotations

import errno
import os
from pathlib import Path

_REASONS = {
    errno.EACCES: "没有权限",
    errno.EADDRNOTAVAIL: "本机没有这个地址",
    errno.EBUSY: "正被占用",
    errno.EDQUOT: "超出磁盘配额",
    errno.EFBIG: "超出文件大小的限制",
    errno.EIO: "磁盘读写错误",
    errno.EISDIR: "它是文件夹",
    errno.ELOOP: "链接互相指向，形成循环",
    errno.EMFILE: "打开的文件太多",
    errno.ENAMETOOLONG: "名称太长",
    errno.ENFILE: "打开的文件太多",
    errno.ENOENT: "不存在",
    errno.ENOMEM: "内存不足",
    errno.ENOSPC: "磁盘已满",
    errno.ENOTCONN: "挂载已断开",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.EPERM: "系统不允许",
    errno.EROFS: "文件系统只读",
    errno.ESTALE: "挂载已失效",
    errno.ETIMEDOUT: "没有回应",
}
"""What the system says most often, for people."""

MALFORMED = (
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    OverflowError,
    RecursionError,
)
"""What reading bytes raises that are JSON or arrays, but not those that we write."""


def system_says(error: OSError) -> str:
    """Why the system refused, in Chinese where it is one of the usual reasons."""
    said = error.strerror or str(error)
    is_the_systems = error.errno is not None and said == os.strerror(error.errno)
    return _REASONS.get(error.errno or 0, said) if is_the_systems else said


class ZhengceError(Exception):
    """Base of all errors whose message may be shown to an operator or a visitor."""


class IndexMissing(ZhengceError):
    """No index at the given place."""


class IndexOutdated(ZhengceError):
    """The terms in the index were shaped by another schema, analyser or dictionary."""


class IndexDamaged(ZhengceError):
    """The index is there but is not what was written.

    Attributes:
        path: the file, where one is known.
    """

    path: Path | None = None


class IndexInaccessible(ZhengceError):
    """This process may not read or write a file of the index, or cannot for now; that says
    nothing of what is in it, so nothing is removed or rebuilt for it."""


def damaged(path: Path, why: str = "") -> IndexDamaged:
    """The error for a file of an index that is missing or is not what was written."""
    root = _root(path)
    where = f" --index {root}" if root else ""
    error = IndexDamaged(
        f"索引文件 {path} 缺失或已损坏{why and f'（{why}）'}。请恢复上一代：zhengce rollback{where}，"
        f"或重建索引：zhengce reindex{where}"
    )
    error.path = path
    return error


def outdated(path: Path, why: str = "") -> IndexOutdated:
    """The error for an index of another version of this software.

    Args:
        path: the root of the index, or of what is in it.
    """
    root = _root(path) or path
    return IndexOutdated(
        f"索引 {path} 是用另一版本的分词或字段建立的，与当前程序不符{why and f'（{why}）'}。"
        f"请重建索引：zhengce reindex --index {root}，或换回建立它的版本。"
    )


class IndexBusy(ZhengceError):
    """Another process holds the writer's lock."""


class ClusterUnavailable(ZhengceError):
    """The cluster that holds the index does not answer, or not in time, or without some of its shards;
    it may by itself later."""


class ClusterRefused(ZhengceError):
    """The cluster that holds the index answers, and says no: a wrong password, a certificate that is not
    trusted, a full disk, another kind of server."""


class SourceError(ZhengceError):
    """A path named by the operator does not exist or cannot be read."""


class Unreadable(ValueError):
    """A file that is no document we can read; the message (Chinese) says why and what to do."""


def _root(path: Path) -> Path | None:
    """The root of the index that a path within a generation is in."""
    return next((one.parent for one in path.parents if one.name == "generations"), None)
