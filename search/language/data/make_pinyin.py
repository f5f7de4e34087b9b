"""Makes ``pinyin.tsv`` and ``pinyin_pairs.tsv`` out of pypinyin (MIT) and jieba's dictionary (MIT).

    python search/language/data/make_pinyin.py

Needs the development dependencies; a test compares what is committed with what this would write.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources
from pathlib import Path

from pypinyin import Style, lazy_pinyin, pinyin

from index.text.fold import fold

FREQUENT = 30
"""Words of jieba's dictionary that occur at least so often there."""


def characters() -> Iterator[str]:
    """The characters of GB 2312: nearly all that documents of today are written in."""
    for code in range(0x4E00, 0xA000):
        one = chr(code)
        if fold(one) == one and _is_common(one):
            yield one


def readings(one: str) -> list[str]:
    """The readings of a character without tones, the usual first; ü is written v."""
    return list(dict.fromkeys(pinyin(one, style=Style.NORMAL, heteronym=True, v_to_u=False)[0]))


def pairs() -> Iterator[tuple[str, str]]:
    """Words of two characters that are not read as their characters usually are: 银行 yin hang."""
    usual = {one: readings(one)[0] for one in characters()}
    text = (resources.files("jieba") / "dict.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        word, frequency, _ = line.split(" ")
        if len(word) == 2 and int(frequency) >= FREQUENT and set(word) <= usual.keys():
            read = lazy_pinyin(word, v_to_u=False)
            if read != [usual[one] for one in word]:
                yield word, " ".join(read)


def _is_common(one: str) -> bool:
    try:
        return bool(one.encode("gb2312"))
    except UnicodeEncodeError:
        return False


def tables() -> dict[str, list[str]]:
    """File name -> its lines."""
    return {
        "pinyin.tsv": [f"{one}\t{' '.join(readings(one))}" for one in characters()],
        "pinyin_pairs.tsv": [f"{word}\t{read}" for word, read in sorted(pairs())],
    }


if __name__ == "__main__":
    for name, lines in tables().items():
        text = "".join(f"{line}\n" for line in lines)
        Path(__file__).with_name(name).write_text(text, encoding="utf-8")
