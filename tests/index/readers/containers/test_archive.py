"""Archives are read with distrust: what comes out is counted, and a password is said."""

from __future__ import annotations

import io
import zipfile

import pytest

from index.errors import Unreadable
from index.readers import limits
from index.readers.containers.archive import Package, entry_name


def packed(*files: tuple[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return made.getvalue()


def test_what_is_in_an_archive_is_read() -> None:
    package = Package(packed(("甲.txt", b"a"), ("乙/", b""), ("乙/丙.txt", b"b")))
    assert package.names == ["甲.txt", "乙/丙.txt"]
    assert (package.read("甲.txt"), "丙.txt" in package) == (b"a", False)


def test_a_small_archive_may_be_a_megabyte_and_no_more() -> None:
    zeros = b"\0" * limits.UNPACKED_SPARED
    assert Package(packed(("a", zeros))).read("a") == zeros
    with pytest.raises(Unreadable, match="过大"):
        Package(packed(("a", zeros), ("b", b"\0")))


def test_all_that_comes_out_of_an_archive_is_counted() -> None:
    package = Package(packed(("a", b"\0" * (limits.UNPACKED_SPARED // 2 + 1))))
    package.read("a")
    with pytest.raises(Unreadable):
        package.read("a")


def test_an_archive_of_too_many_files_is_refused() -> None:
    files = [(str(n), b"") for n in range(limits.ARCHIVE_ENTRIES + 1)]
    assert len(Package(packed(*files[:-1])).names) == limits.ARCHIVE_ENTRIES
    with pytest.raises(Unreadable, match="2,000"):
        Package(packed(*files))


def test_a_password_is_said() -> None:
    raw = bytearray(packed(("a", b"a")))
    raw[raw.index(b"PK\x01\x02") + 8] |= 1  # the flags of the directory
    with pytest.raises(Unreadable, match="密码"):
        Package(bytes(raw)).read("a")


def test_names_that_chinese_tools_wrote_are_read_as_they_were_meant() -> None:
    assert entry_name("通知.txt".encode("gb18030").decode("cp437")) == "通知.txt"
    assert entry_name("通知.txt") == "通知.txt"
    assert entry_name("a.txt") == "a.txt"
