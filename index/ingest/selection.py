"""Which files of a folder are taken in: patterns that an operator gives, ``.zhengceignore``, and what
is never a document of its own.

What is passed over is told with the rule that did it, never dropped unseen. A pattern is one of
``.gitignore``'s simple forms: ``*``, ``?`` and ``[…]`` within a name; ``**`` for any folders; with a
``/`` at its end it means folders alone; with one elsewhere it begins at the folder that the rule
is of, without one it holds at any depth. Large and small letters are the same, as are both slashes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fnmatch import translate
from functools import cached_property
from pathlib import Path

from index.errors import SourceError

IGNORE_FILE = ".zhengceignore"
_LARGEST = 2**16
_LONGEST = 1_000
_SEVERAL = "**"

ACCESSORIES = (
    # what a page is shown with: styles, scripts, fonts, drawings of buttons
    "*.css", "*.js", "*.mjs", "*.map", "*.scss", "*.less", "*.woff", "*.woff2", "*.ttf", "*.otf",
    "*.eot", "*.ico", "*.cur", "*.svg", "*.swf",
    # not written to the end
    "*.crdownload", "*.part", "*.partial", "*.download", "*.tmp", "*.temp", "*.aria2", "*.filepart",
    "*.opdownload", "*.td", "*.xltd", "*.!ut",
    # scripts and styles as a browser names them that takes them for downloads
    "*.下载",
    # what programs keep beside a file that is open, or was changed
    "~$*", "~*.tmp", "*~", "*.swp", "*.bak",
    # what systems keep in every folder
    "Thumbs.db", "ehthumbs.db", "desktop.ini", "*.lnk", "__MACOSX/", "$RECYCLE.BIN/",
    "System Volume Information/", "lost+found/", "@eaDir/", "#recycle/",
)  # fmt: skip
"""Kinds of files that hold no document whatever is in them: the rules that hold unless told otherwise."""
_PAGE = (".html", ".htm", ".shtml", ".xhtml")
_OF_PAGE = ("_files", ".files", "_file")
_SHOWN_WITH = (
    ".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp", ".avif", ".svg", ".ico", ".json", ".xml",
    ".mp3", ".mp4", ".webm", "",
)  # fmt: skip
BESIDE_PAGE = "网页的配套文件"
HIDDEN = "隐藏文件（名称以 . 开头）"
NOT_INCLUDED = "不在 --include 之内"


@dataclass(frozen=True)
class Pattern:
    """One pattern.

    Attributes:
        text: as it was given, with what makes it a rule of one folder.
        is_wanted: whether it takes in again what another rule passes over (``!…``).
    """

    text: str
    is_wanted: bool = False

    def matches(self, parts: Sequence[str], is_folder: bool) -> bool:
        """Whether a path, or a folder above it, is meant; ``parts`` from the folder of the rule on.

        >>> Pattern("草稿/").matches(["2024", "草稿", "a.docx"], False)
        True
        >>> Pattern("/a*.txt").matches(["b", "ab.txt"], False)
        False
        """
        names = [part.casefold() for part in parts]
        ends = self._ends(names)
        wants_folder = self._slashed.endswith("/")
        return any(end < len(names) or is_folder or not wants_folder for end in ends)

    @cached_property
    def _slashed(self) -> str:
        return self.text.replace("\\", "/")

    @cached_property
    def _steps(self) -> tuple[re.Pattern[str] | None, ...]:
        """For each name of a path what it must be like; None for any number of names."""
        names = [name for name in self._slashed.casefold().split("/") if name not in ("", ".")]
        is_anchored = "/" in self._slashed.rstrip("/")
        steps = [] if is_anchored else [_SEVERAL]
        for name in names:
            if name != _SEVERAL or steps[-1:] != [_SEVERAL]:
                steps.append(name)
        return tuple(None if name == _SEVERAL else re.compile(translate(name)) for name in steps)

    def _ends(self, names: Sequence[str]) -> set[int]:
        """After how many names the pattern may be at its end."""
        steps, last = self._steps, len(self._steps)
        ends, at = set[int](), self._beyond({0})
        for count, name in enumerate(names, 1):
            step = {i + 1 for i in at if i < last and (s := steps[i]) and s.match(name)}
            stay = {i for i in at if i < last and steps[i] is None}
            at = self._beyond(step | stay)
            if last in at:
                ends.add(count)
        return ends

    def _beyond(self, at: set[int]) -> set[int]:
        """``at``, and where ``**`` that stands for nothing leads from there."""
        found, left = set(at), list(at)
        while left:
            i = left.pop()
            if i < len(self._steps) and self._steps[i] is None and i + 1 not in found:
                found.add(i + 1)
                left.append(i + 1)
        return found


@dataclass(frozen=True)
class Rules:
    """The patterns of one folder, which hold for all that is below it; the last that fits decides."""

    folder: Path
    patterns: tuple[Pattern, ...]

    def verdict(self, path: Path, is_folder: bool) -> Pattern | None:
        """The pattern that decides; None where none fits."""
        parts = path.relative_to(self.folder).parts
        fitting = (one for one in reversed(self.patterns) if one.matches(parts, is_folder))
        return next(fitting, None)


_BUILT_IN = tuple(map(Pattern, ACCESSORIES))


@dataclass(frozen=True)
class Selection:
    """What an operator says of which files are taken in.

    Attributes:
        include: if there are any, only files that one of them fits are taken in.
        exclude: files and folders that one of them fits are passed over, whatever else is said.
    """

    include: tuple[Pattern, ...] = ()
    exclude: tuple[Pattern, ...] = ()

    @classmethod
    def of(cls, include: Iterable[str] = (), exclude: Iterable[str] = ()) -> Selection:
        """The selection of patterns as an operator writes them.

        Raises:
            SourceError: one fits nothing.
        """
        return cls(tuple(map(_given, include)), tuple(map(_given, exclude)))

    def passed_over(self, path: Path, root: Path, rules: Sequence[Rules], is_folder: bool) -> str:
        """The rule by which a file or folder is passed over; empty where it is not.

        Args:
            root: the folder that is walked.
            rules: of ``.zhengceignore`` of the folders above it, the outermost first.
        """
        parts = path.relative_to(root).parts
        for pattern in self.exclude:
            if pattern.matches(parts, is_folder):
                return f"--exclude {pattern.text}"
        if any(pattern.matches(parts, is_folder) for pattern in self.include):
            return ""
        if self.include and not is_folder:
            return NOT_INCLUDED
        for one in reversed(rules):
            if decides := one.verdict(path, is_folder):
                return "" if decides.is_wanted else f"{IGNORE_FILE} {decides.text}"
        usual = next((one for one in _BUILT_IN if one.matches([path.name], is_folder)), None)
        if usual:
            return f"默认规则 {usual.text}"
        return BESIDE_PAGE if not is_folder and _is_shown_with_page(path, root) else ""


USUAL = Selection()


def rules_in(folder: Path) -> Rules:
    """The rules of the ``.zhengceignore`` in a folder.

    Raises:
        OSError: it cannot be read; without it nobody knows what of the folder is to be taken in.
    """
    with (folder / IGNORE_FILE).open("rb") as file:
        raw = file.read(_LARGEST + 1)
    if len(raw) > _LARGEST:
        raise OSError(f"{IGNORE_FILE} 超过 {_LARGEST // 1024} KB")
    stripped = (line.strip() for line in _decoded(raw).splitlines())
    return Rules(folder, tuple(_written(line) for line in stripped if _says(line)))


def _decoded(raw: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise OSError(f"{IGNORE_FILE} 的编码无法识别，请另存为 UTF-8")


def _says(line: str) -> bool:
    """Whether a line holds a pattern: it is neither empty nor a comment, and names something."""
    return not line.startswith("#") and len(line) <= _LONGEST and bool(line.strip("/\\!. "))


def _written(line: str) -> Pattern:
    is_wanted = line.startswith("!")
    text = line[1:] if is_wanted or line.startswith(("\\#", "\\!")) else line
    return Pattern(text, is_wanted)


def _given(text: str) -> Pattern:
    if not text.strip("/\\. ") or len(text) > _LONGEST or ".." in re.split(r"[/\\]", text):
        raise SourceError(
            f"样式“{text[:80]}”不会匹配任何文件。请写文件名或相对于来源文件夹的路径，"
            "如 '*.css'、'草稿/'、'2024/**/*.tmp'。"
        )
    return Pattern(text)


def _is_shown_with_page(path: Path, root: Path) -> bool:
    """Whether a file lies in the folder that a browser saves beside a page, and is of a kind that
    the page is shown with; a document that is kept there is none of these."""
    if path.suffix.lower() not in _SHOWN_WITH:
        return False
    for folder in path.parents:
        if folder == root or not folder.is_relative_to(root):
            return False
        stem = next((folder.name[: -len(e)] for e in _OF_PAGE if folder.name.endswith(e)), "")
        if stem and any((folder.parent / (stem + end)).exists() for end in _PAGE):
            return True
    return False
