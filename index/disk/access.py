"""Who may read and write an index: modes and owners of new files, and what is said of a refusal.

Neither the umask nor the user who happens to write decides: whatever is made takes after the
folder it is made in, so all of an index takes after its root. Who may read the root may read
the index, groups are kept, and what root (the user) makes in another user's folder is given to
that user. A folder open to everyone's writing passes that on to nobody.
"""

from __future__ import annotations

import errno
import os
import pwd
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from index.errors import IndexInaccessible, system_says

_REFUSED = (errno.EACCES, errno.EPERM)
_FOR_NOW = (errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.ESTALE, errno.ETIMEDOUT, errno.EAGAIN)
"""What says nothing of the file asked for."""
_OTHERS = (("g", stat.S_IRGRP), ("o", stat.S_IROTH))
_SHARED = stat.S_IRGRP | stat.S_IROTH


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Turn a refusal to read ``path`` into an error of its own kind, never taken for damage.

    Raises:
        IndexInaccessible: this process may not read it, or cannot for now.
        OSError: as it came, where it tells of the file itself.
    """
    try:
        yield
    except OSError as error:
        if error.errno in _REFUSED:
            raise refused(path, "读取") from error
        if error.errno in _FOR_NOW:
            raise IndexInaccessible(
                f"暂时无法读取 {path}（{system_says(error)}）。这不说明索引已损坏。"
                "请检查打开的文件数、内存和挂载，然后再试。"
            ) from error
        raise


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn a refusal to write ``path`` into an error of its own kind.

    Raises:
        IndexInaccessible: this process may not write it.
        OSError: as it came, else.
    """
    try:
        yield
    except OSError as error:
        if error.errno in _REFUSED:
            raise refused(path, "写入") from error
        raise


def file_mode(folder: os.stat_result) -> int:
    """The mode of a file that never changes, in a folder: readable by whoever may read that."""
    return 0o600 | (folder.st_mode & _SHARED)


def folder_mode(above: os.stat_result) -> int:
    """The mode of a folder in another: the same, but writing for everyone is not passed on."""
    is_sticky = above.st_mode & stat.S_ISVTX
    own = above.st_mode & (0o755 if is_sticky else 0o775)
    return 0o700 | own | (above.st_mode & stat.S_ISGID)


def settle(file: int, folder: Path, mode: int) -> None:
    """Give an open file or folder the mode, and as far as we may the owner and group of ``folder``."""
    above, own = folder.stat(), os.fstat(file)
    owner = above.st_uid if os.geteuid() == 0 and not above.st_mode & stat.S_ISVTX else own.st_uid
    group = own.st_gid if above.st_mode & stat.S_ISVTX else above.st_gid
    if (owner, group) != (own.st_uid, own.st_gid):
        with suppress(PermissionError):  # a group we are not in: then others are told by the mode
            os.fchown(file, owner, group)
    if stat.S_IMODE(os.fstat(file).st_mode) != mode:
        os.fchmod(file, mode)


def settle_again(path: Path, shared: bool = False) -> None:
    """Give a file or folder that an earlier run made what a new one would get, where we may.

    Args:
        shared: a file that whoever may write the folder is to write.
    """
    try:
        file = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:  # not ours to mend: whoever needs it is told so
        return
    try:
        own, above = os.fstat(file), path.parent.stat()
        is_folder = stat.S_ISDIR(own.st_mode)
        is_plain = stat.S_ISREG(own.st_mode) and own.st_nlink == 1
        if os.geteuid() not in (0, own.st_uid) or not (is_folder or is_plain):
            return
        mode = folder_mode(above) if is_folder else file_mode(above)
        settle(file, path.parent, mode | (above.st_mode & 0o666 if shared else 0))
    finally:
        os.close(file)


def may_be_linked(source: Path, folder: Path) -> bool:
    """Whether who may read ``folder`` may read ``source`` too, so that it need not be copied."""
    own, above = source.stat(), folder.stat()
    lacking = file_mode(above) & ~own.st_mode
    for_group = above.st_mode & stat.S_IRGRP and not own.st_mode & stat.S_IROTH
    return not lacking and not (for_group and own.st_gid != above.st_gid)


def refused(path: Path, doing: str) -> IndexInaccessible:
    """The error for what this process may not read or write (``doing``): who it is, whose the
    file is, and the command that mends it."""
    culprit = _culprit(path, doing)
    me = _user(os.geteuid())
    try:
        status = culprit.stat()
    except OSError:
        whose = ""
    else:
        whose = f"它属于 {_user(status.st_uid)}，权限 {stat.S_IMODE(status.st_mode):04o}；"
    return IndexInaccessible(
        f"没有权限{doing} {culprit}：{whose}当前用户是 {me}。索引未必有损坏，不必重建。"
        f"{_mending(path, culprit, doing)}"
    )


def _culprit(path: Path, doing: str) -> Path:
    """What of ``path`` refuses: a folder above it that may not be entered, else itself."""
    whole = path.absolute()
    for one in (*reversed(whole.parents), whole):
        if not os.path.lexists(one):
            return one.parent  # it was to be made there
        if one != whole and not os.access(one, os.X_OK, effective_ids=True):
            return one
    is_shut = doing == "写入" and not os.access(whole.parent, os.W_OK, effective_ids=True)
    return whole.parent if is_shut else whole


def _mending(path: Path, culprit: Path, doing: str) -> str:
    """The command that mends it (Chinese)."""
    me, root = _user(os.geteuid()), root_of(path)
    if not root or culprit in root.parents:
        return f"请让用户 {me} 能够{doing}它，例如由管理员执行：chmod a+rX {culprit}"
    try:
        status = root.stat()
    except OSError:
        return f"请由管理员执行：chown -R {me} {root}"
    is_open = doing == "读取" and culprit != root and status.st_mode & _SHARED
    if status.st_uid != os.geteuid() and not is_open:
        owner = _user(status.st_uid)
        return f"请改用 {owner} 用户运行，或由管理员把索引交给 {me}：chown -R {me} {root}"
    others = "".join(who for who, bit in _OTHERS if status.st_mode & bit)
    modes = f"u+rwX,{others}+rX" if others else "u+rwX"
    return f"请由管理员执行：chown -R --reference={root} {root} && chmod -R {modes} {root}"


def root_of(path: Path) -> Path | None:
    """The folder of the index that ``path`` is in; None if it does not look like one."""
    parents = list(path.parents)
    for folder in (path, *parents):
        if folder.name in ("generations", "withdrawals", "queue", "LOCK"):
            return folder.parent
    return None


def _user(number: int) -> str:
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return str(number)
