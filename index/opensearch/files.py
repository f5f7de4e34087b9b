"""Side files of a generation on the cluster: cut into pieces, each a document of the index ``NAME-files``.

They are read once by each reader, which keeps them in a folder of its own: what is there is the same for as long
as the generation is.
"""

from __future__ import annotations

import hashlib
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping
from pathlib import Path

import zstandard

from index.disk import NewFile
from index.errors import IndexDamaged
from index.opensearch.client import Client, Refused
from index.opensearch.client.failures import NOT_FOUND

PIECE = 4 * 2**20
"""Bytes of a piece before it is packed."""
_EXISTS = "resource_already_exists_exception"
_SECONDS = 60.0


def files_index(name: str) -> str:
    """The index that holds the side files of all generations of an alias."""
    return f"{name}-files"


def make_small(client: Client, index: str) -> None:
    """Make an index of a few documents that are only asked for by their ids, if it is not there.

    Raises:
        Refused, Unavailable.
    """
    body = {
        "settings": {"number_of_shards": 1, "auto_expand_replicas": "0-1"},
        "mappings": {"dynamic": False},
    }
    try:
        client.ask("PUT", f"/{index}", body, seconds=_SECONDS)
    except Refused as error:
        if error.kind != _EXISTS:
            raise


def stamp(path: Path) -> tuple[int, str]:
    """The size and the SHA-256 of a file, as ``index.opensearch.meta.Meta`` has them."""
    with path.open("rb") as file:
        return path.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest()


def write(client: Client, name: str, index: str, file: str, path: Path) -> None:
    """Keep a file for an index of an alias.

    Raises:
        Refused, Unavailable.
    """
    make_small(client, files_index(name))
    with path.open("rb") as source:
        number = 0
        while piece := source.read(PIECE):
            row = {"data": b64encode(zstandard.compress(piece)).decode()}
            at = f"/{files_index(name)}/_doc/{_id(index, file, number)}"
            client.ask("PUT", at, row, seconds=_SECONDS, repeatable=True)
            number += 1


def read(
    client: Client, name: str, index: str, file: str, files: Mapping[str, tuple[int, str]], to: Path
) -> None:
    """Write a file of an index to a new path.

    Args:
        files: see ``index.opensearch.meta.Meta``.

    Raises:
        IndexDamaged: a piece is missing, or the bytes are not those that were written.
        Refused, Unavailable.
    """
    size, wanted = files[file]
    digest, found = hashlib.sha256(), 0
    with NewFile(to) as target:
        for piece in _pieces(client, name, index, file, size):
            digest.update(piece)
            found += len(piece)
            target.write(piece)
        if (found, digest.hexdigest()) != (size, wanted):
            raise damaged(index, file)


def remove(client: Client, name: str, index: str, files: Mapping[str, tuple[int, str]]) -> None:
    """Remove the files of an index that is gone; what is missing is no error.

    Raises:
        Refused, Unavailable.
    """
    rows = [
        {"delete": {"_id": _id(index, file, number)}}
        for file, (size, _) in files.items()
        for number in range(_count(size))
    ]
    if rows:
        client.ask("POST", f"/{files_index(name)}/_bulk", rows, seconds=_SECONDS, repeatable=True)


def damaged(index: str, file: str) -> IndexDamaged:
    """What is said where a file of an index is missing, or not what was written."""
    return IndexDamaged(
        f"集群上索引 {index} 的附属文件 {file} 缺失或与写入时不符。请重新发布：zhengce publish"
    )


def _pieces(client: Client, name: str, index: str, file: str, size: int) -> Iterator[bytes]:
    for number in range(_count(size)):
        at = f"/{files_index(name)}/_doc/{_id(index, file, number)}"
        try:
            row = client.ask("GET", at, seconds=_SECONDS)["_source"]
            yield zstandard.decompress(b64decode(row["data"]))
        except (ValueError, KeyError, zstandard.ZstdError) as error:
            raise damaged(index, file) from error
        except Refused as error:
            if error.status == NOT_FOUND:
                raise damaged(index, file) from error
            raise


def _id(index: str, file: str, number: int) -> str:
    return f"{index}.{file}.{number}"


def _count(size: int) -> int:
    return -(-size // PIECE)
