"""Content that is no document, whatever a file is called: told by its first bytes, with the next step."""

from __future__ import annotations

from typing import NamedTuple

_UNPACK = "请解压后再收录。"
_RECOGNISE = "请先做文字识别（OCR）后再收录。"
_NO_DOCUMENT = "它不是文档，请检查文件。"
_TRANSCRIBE = "请收录它的文字稿。"
_EXPORT = "请导出为 CSV 或 XLSX 后再收录。"
_PRINT = "请用原软件打开，另存为 PDF 或 DOCX 后再收录。"


class _Foreign(NamedTuple):
    magic: bytes
    what: str
    advice: str
    at: int = 0


_ALL = (
    _Foreign(b"Rar!\x1a\x07", "RAR 压缩包", _UNPACK),
    _Foreign(b"7z\xbc\xaf\x27\x1c", "7z 压缩包", _UNPACK),
    _Foreign(b"\x1f\x8b\x08", "gzip 压缩文件", _UNPACK),
    _Foreign(b"1AY&SY", "bzip2 压缩文件", _UNPACK, 4),
    _Foreign(b"\xfd7zXZ\0", "xz 压缩文件", _UNPACK),
    _Foreign(b"MSCF\0\0", "CAB 压缩包", _UNPACK),
    _Foreign(b"ustar", "tar 归档", _UNPACK, 257),
    _Foreign(b"WEBP", "图像（WebP）", _RECOGNISE, 8),
    _Foreign(b"AT&TFORM", "图像（DjVu）", _RECOGNISE),
    _Foreign(b"MZ\x90\0", "程序（Windows）", _NO_DOCUMENT),
    _Foreign(b"\x7fELF", "程序（Linux）", _NO_DOCUMENT),
    _Foreign(b"\xca\xfe\xba\xbe", "程序", _NO_DOCUMENT),
    _Foreign(b"\xcf\xfa\xed\xfe", "程序（macOS）", _NO_DOCUMENT),
    _Foreign(b"L\0\0\0\x01\x14\x02\0", "快捷方式", "请收录它指向的文件。"),
    _Foreign(b"SQLite format 3\0", "数据库（SQLite）", _EXPORT),
    _Foreign(b"\0\x01\0\0Standard ", "数据库（Access）", _EXPORT),
    _Foreign(b"ID3\x03", "音频（MP3）", _TRANSCRIBE),
    _Foreign(b"ID3\x04", "音频（MP3）", _TRANSCRIBE),
    _Foreign(b"ftyp", "音视频（MP4）", _TRANSCRIBE, 4),
    _Foreign(b"WAVE", "音频（WAV）", _TRANSCRIBE, 8),
    _Foreign(b"AVI ", "视频（AVI）", _TRANSCRIBE, 8),
    _Foreign(b"0&\xb2u\x8ef\xcf\x11", "音视频（WMV）", _TRANSCRIBE),
    _Foreign(b"FLV\x01", "视频（FLV）", _TRANSCRIBE),
    *(_Foreign(b"AC10%d\0" % version, "图纸（DWG）", _PRINT) for version in (15, 18, 21, 24, 27, 32)),
    _Foreign(b"%!PS-Adobe", "PostScript", _PRINT),
    _Foreign(b"CAJ\0", "CAJ 文献", _PRINT),
    _Foreign(b"ITSF\x03", "帮助文件（CHM）", "请解压出其中的网页后再收录。"),
)  # fmt: skip


def foreign_content(raw: bytes) -> tuple[str, str]:
    """What content is that nobody reads here, and what to do (Chinese); both empty where it is not
    known to be foreign.

    Args:
        raw: the first bytes of a file.
    """
    found = next((one for one in _ALL if raw.startswith(one.magic, one.at)), None)
    return (found.what, found.advice) if found else ("", "")
