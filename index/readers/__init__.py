"""The door: from a file to policy documents, or to a named reason why not.

``kinds`` says what each format is, ``source_file`` what a file is; ``read_source`` lets neither
content nor parser raise, and one record that fails costs itself only. Readers (``formats``) only
say what stands where, in an ``Extract``; what that means is decided for all of them in
``interpret``. All but small plain files are opened in a process of their own: see
``index.readers.sandbox.pool``.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import islice
from pathlib import Path

from index.document import PolicyDocument, Rejected
from index.errors import Unreadable
from index.readers import refusals
from index.readers.kinds import LISTS, PLAIN, SUFFIXES, Kind, reader_of
from index.readers.last_resort import DEFECTS, made_or_rejected
from index.readers.options import NO_OPTIONS, Options
from index.readers.recognition.waiting import ToRecognise, Unrecognised
from index.readers.source_file import SourceFile, kind_at
from index.text.encodings import Undecodable

Item = PolicyDocument | Rejected

__all__ = [
    "LISTS",
    "NO_OPTIONS",
    "PLAIN",
    "SUFFIXES",
    "Item",
    "Kind",
    "Options",
    "SourceFile",
    "Unrecognised",
    "kind_at",
    "read_file",
    "read_source",
]


def read_file(path: Path, root: Path, options: Options = NO_OPTIONS) -> Iterator[Item]:
    """:func:`read_source` of the file ``path`` under ``root``."""
    yield from read_source(SourceFile(root, path), options)


def read_source(file: SourceFile, options: Options = NO_OPTIONS, given: int = 0) -> Iterator[Item]:
    """Everything in a file: documents, and what had to be left out.

    Args:
        given: so many items are known already; what they mean is not asked again.
    """
    items = _items(file, options, given)
    if not given:
        yield next(items, Rejected(file.shown, "", refusals.NOTHING_FOUND))
    yield from items


def _items(file: SourceFile, options: Options, given: int) -> Iterator[Item]:
    try:
        if file.refused:
            raise Unreadable(file.refused)
        yield from _documents(file, options, given)
    except ToRecognise as error:
        yield Unrecognised(file.shown, "", str(error), pages=error.pages)
    except Undecodable as error:
        reason = refusals.not_as_named(file.path.suffix) if file.is_misnamed else str(error)
        yield Rejected(file.shown, "", reason)
    except Unreadable as error:
        yield Rejected(file.shown, "", str(error))
    except OSError as error:
        yield Rejected(file.shown, "", refusals.unread(error))
    except DEFECTS as error:
        yield Rejected(file.shown, "", refusals.unparsed(error))


def _documents(file: SourceFile, options: Options, given: int) -> Iterator[Item]:
    from index.readers.interpret.document import document_of, told_id  # noqa: PLC0415 -- when read

    with file.open() as content:
        kind = file.kind
        if not kind:
            return
        for item in islice(reader_of(kind)(content, file.shown, options), given, None):
            if isinstance(item, Rejected):
                yield item
            else:
                make = partial(document_of, item, options.aliases)
                yield made_or_rejected(make, item.source_path, item.locator, told_id(item))
