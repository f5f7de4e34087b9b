"""Write ``t2s.tsv``: one Traditional character and its Simplified one a line, from OpenCC.

OpenCC is needed here alone, not at run time::

    python index/data/make_t2s.py
"""

from __future__ import annotations

from pathlib import Path

from opencc import OpenCC

BLOCKS = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAD9), (0x20000, 0x323AF))


def pairs() -> list[tuple[str, str]]:
    """Every character that OpenCC converts to one other character when it stands alone."""
    convert = OpenCC("t2s").convert
    found = []
    for first, last in BLOCKS:
        for code in range(first, last + 1):
            character = chr(code)
            simplified = convert(character)
            if simplified != character and len(simplified) == 1:
                found.append((character, simplified))
    return found


if __name__ == "__main__":
    text = "".join(f"{traditional}\t{simplified}\n" for traditional, simplified in pairs())
    Path(__file__).with_name("t2s.tsv").write_text(text, encoding="utf-8")
