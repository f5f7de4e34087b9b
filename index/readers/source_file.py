"""One file of a run: where it stands, what it was like before it was read, and what it is.

Whatever a run asks of a file is found out once and handed down. To be hashed, told, counted and
read, a file is opened twice at most: once to look at it and once to read it, and the hash is
taken on one of these occasions.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from functools import cached_property
from io import BufferedReader, BytesIO
from pathlib import Path
from typing import BinaryIO

from index.errors import Unreadable
from index.readers import limits, refusals
from index.readers.kinds import SUFFIXES, Kind, counter_of, kind_of, named
from index.text.file_names import printable


class SourceFile:
    """A file under ``root``, as it is when this is made.

    Args:
        unlistable: where it is a folder that could not be listed, what the system said.
        passed_over: the rule by which it is not taken in; empty where it is.

    Attributes:
        root, path: the folder that it is named from, and the file; absolute.
        status: taken before anything is read, so that a change made while it is being read is
            noticed by the next run; None where there is none to be had.
    """

    def __init__(self, root: Path, path: Path, unlistable: str = "", passed_over: str = "") -> None:
        self.root = root
        self.path = path
        self.passed_over = passed_over
        self.status: os.stat_result | None = None
        self._trouble = refusals.unlistable(unlistable)
        self._kind: Kind | None = None
        self._is_told = False
        self._records: int | None = None
        self._sha256: str | None = None
        self._held: bytes | None = None
        self._failed = False
        try:
            self.status = path.stat()
        except OSError as error:
            self._trouble = refusals.unopenable(error)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SourceFile) and self._place == other._place

    def __hash__(self) -> int:
        return hash(self._place)

    def under(self, root: Path, path: Path | None = None) -> SourceFile:
        """The same file, named from another folder, and by another ``path`` that leads to it;
        nothing is looked up again."""
        if root == self.root and path in (None, self.path):
            return self
        other = copy(self)
        other.root, other.path = root, path or self.path
        other.__dict__.pop("refused", None)  # links may lead out of that folder
        return other

    @property
    def _place(self) -> tuple[Path, Path]:
        return self.root, self.path

    @property
    def name(self) -> str:
        """The path within ``root``, parted by ``/``."""
        return self.path.relative_to(self.root).as_posix()

    @property
    def shown(self) -> str:
        """The name as people can read it."""
        return printable(self.name)

    @property
    def size(self) -> int:
        """Bytes; 0 where nothing is known."""
        return self.status.st_size if self.status else 0

    @property
    def is_unseen(self) -> bool:
        """Whether what is there, or below it, cannot be known: a folder that cannot be listed, a
        place that cannot be looked at; what is passed over nobody wants to know."""
        if self.passed_over:
            return False
        return self.status is None or stat.S_ISDIR(self.status.st_mode)

    @property
    def is_regular(self) -> bool:
        """Whether it is a file with an end, and no pipe, device or folder."""
        return self.status is not None and stat.S_ISREG(self.status.st_mode)

    @cached_property
    def refused(self) -> str:
        """Why it is not even opened (Chinese); empty when it may be."""
        if self.status is None:
            return self._trouble
        if stat.S_ISDIR(self.status.st_mode):
            return self._trouble
        try:
            inside = self.path.resolve().is_relative_to(self.root.resolve())
        except OSError as error:
            return refusals.unopenable(error)
        if not inside:
            return refusals.OUTSIDE
        if not self.is_regular:
            return refusals.NOT_REGULAR
        return "" if self.size else refusals.EMPTY_FILE

    @property
    def kind(self) -> Kind | None:
        """What it is; None for what is not read, or cannot be opened."""
        if not self._is_told:
            self._look(to_count=False)
        return self._kind

    @property
    def is_misnamed(self) -> bool:
        """Whether its name says that it is something else than its content."""
        return named(self.path.name) not in (None, self.kind)

    @property
    def records(self) -> int:
        """About how many documents are in it. Ask before ``kind``: lists that are streamed are
        counted on the occasion on which they are told, or opened once more."""
        is_list = not self._is_told or (self._kind is not None and self._kind.value.is_streamed)
        if self._records is None and is_list:
            self._look(to_count=True)
        return 1 if self._records is None else self._records

    @property
    def sha256(self) -> str:
        """Of its bytes, as they were when it was last opened; empty where it may not be.

        Raises:
            OSError: it cannot be read.
        """
        if self._sha256 is None:
            self._sha256 = self._hashed()
        return self._sha256

    def known(self) -> tuple[str, str]:
        """What :meth:`know` takes: kind and hash of a list that is streamed; else empty."""
        is_streamed = self._kind is not None and self._kind.value.is_streamed
        return (self._kind.name, self._sha256 or "") if is_streamed and self._kind else ("", "")

    def know(self, kind: str, sha256: str) -> None:
        """Take over what another process has found out, so that it need not be opened for that."""
        if kind:
            self._is_told, self._kind, self._sha256 = True, Kind[kind], sha256 or None

    def was_read_elsewhere(self, sha256: str) -> None:
        """Another process has read it and hashed what it read."""
        self._sha256 = sha256

    def hold(self) -> None:
        """Read it before it is asked for, so that its hash is known even if a parser dies of it.

        Raises:
            OSError, Unreadable: as :meth:`open`.
        """
        if not (self.refused or self._may_be_streamed() or self.size > limits.FILE_BYTES):
            self._held = self._whole()

    def open(self) -> BinaryIO:
        """Its content: a list that is streamed from the disk, all others whole and in memory.

        Raises:
            OSError: it cannot be read.
            Unreadable: it is larger than what is read, or of no kind that is.
        """
        if self._may_be_streamed() and self.kind and self.kind.value.is_streamed:
            return self.path.open("rb")
        if self.size > limits.FILE_BYTES:
            raise Unreadable(refusals.TOO_LARGE if self.kind else self._unsupported())
        data, self._held = self._held or self._whole(), None
        if not self._kind:
            raise Unreadable(self._unsupported(data))
        return BytesIO(data)

    def _may_be_streamed(self) -> bool:
        said = named(self.path.name)
        return said is not None and said.value.is_streamed

    def _whole(self) -> bytes:
        """All bytes, from one opening with their hash and kind."""
        with self._opened() as file:
            data = file.read(limits.FILE_BYTES + 1)
        if len(data) > limits.FILE_BYTES:  # it has grown
            raise Unreadable(refusals.TOO_LARGE)
        self._sha256 = hashlib.sha256(data).hexdigest()
        self._kind = kind_of(data[: limits.HEAD_BYTES], self.path.name)
        return data

    def _hashed(self) -> str:
        if self._failed or not self.is_regular:
            raise OSError(self.refused or f"unreadable: {self.path}")
        if self.refused:
            return "" if self.size else hashlib.sha256().hexdigest()
        return self._open_to_look(to_hash=True, to_count=True)

    def _look(self, to_count: bool) -> None:
        if self._failed or self.refused:
            return
        try:
            self._open_to_look(to_hash=False, to_count=to_count)
        except OSError:
            return  # whoever reads it is told why

    def _open_to_look(self, to_hash: bool, to_count: bool) -> str:
        """Tell the kind; hash it if wanted, and always a list that is streamed, since reading it
        does not; count the records of such a list. The hash, or empty."""
        digest = ""
        with self._opened() as file:
            self._kind = kind_of(file.read(limits.HEAD_BYTES), self.path.name)
            is_streamed = self._kind is not None and self._kind.value.is_streamed
            if is_streamed or to_hash:
                file.seek(0)
                self._sha256 = digest = hashlib.file_digest(file, "sha256").hexdigest()
            if self._kind and is_streamed and to_count:
                file.seek(0)
                self._records = counter_of(self._kind)(file)
        return digest

    @contextmanager
    def _opened(self) -> Iterator[BufferedReader]:
        """The file; once this has failed nothing else is tried."""
        self._is_told = True
        try:
            with self.path.open("rb") as file:
                yield file
        except OSError:
            self._failed, self._kind = True, None
            raise

    def _unsupported(self, data: bytes = b"") -> str:
        return refusals.unsupported(self.path.name, SUFFIXES, data[: limits.HEAD_BYTES])


def kind_at(path: Path) -> Kind | None:
    """The kind of a regular file as its first bytes tell it; None for an unknown or unreadable."""
    try:
        if not path.is_file():  # opening a pipe would wait for its writer
            return None
        with path.open("rb") as file:
            return kind_of(file.read(limits.HEAD_BYTES), path.name)
    except OSError:
        return None
