"""The disk: files written whole and named last, mapped and linked; who may read and write them."""

from index.disk.files import BUFFER, Disk, Identity, NewFile, disk

__all__ = ["BUFFER", "Disk", "Identity", "NewFile", "disk"]
