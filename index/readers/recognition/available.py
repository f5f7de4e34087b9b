"""Whether pictures can be recognised here: the extra ``ocr`` brings what that takes."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec

NEEDED = ("rapidocr_onnxruntime", "onnxruntime", "cv2")
ENGINE = "index.readers.recognition.engine"
"""The module that loads all of them."""


@cache
def is_available() -> bool:
    """Whether the extra is installed; nothing of it is loaded."""
    return all(find_spec(name) is not None for name in NEEDED)
