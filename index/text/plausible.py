"""Whether a text that was decoded is one: what documents in China are written with.

ASCII, Chinese punctuation and the 6,763 ideographs of GB 2312 (after folding) are usual wherever
they stand; a letter of another living script (Arabic letters of Uyghur and Kazakh, Tibetan,
Mongolian, Hangul, Yi …) beside another of its own. What comes of a wrong encoding is rare
ideographs, private use, letters of many scripts side by side, and Western letters in rows.
"""

from __future__ import annotations

import re
from functools import cache

import numpy as np
import numpy.typing as npt

from index.text.fold import fold

PLAUSIBLE = 0.9
UNREAD = "\ufffd"
"""What stands for bytes that could not be read."""
CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_SAMPLE = 20_000
_ALLOWED_CONTROLS = 8
_CONTROLS_SHARE = 0.005
_BASIC = 0x10000
_USUAL = 1
_USUAL_RANGES = (
    (0x20, 0x7F), (0xA0, 0x370), (0x1E00, 0x1F00), (0x2000, 0x3040), (0x3200, 0x3400),
    (0xFE10, 0xFE70), (0xFF01, 0xFF5F), (0xFFE0, 0xFFE7),
)  # fmt: skip
_SCRIPTS = (
    ((0x370, 0x400), (0x1F00, 0x2000)),  # Greek
    ((0x400, 0x530), (0x1C80, 0x1C90), (0x2DE0, 0x2E00), (0xA640, 0xA6A0)),  # Cyrillic
    ((0x600, 0x700), (0x750, 0x780), (0x8A0, 0x900), (0xFB50, 0xFE00), (0xFE70, 0xFEFF)),  # Arabic
    ((0x900, 0x980), (0x1CD0, 0x1D00), (0xA8E0, 0xA900)),  # Devanagari
    ((0xE00, 0xE80),),  # Thai
    ((0xE80, 0xF00),),  # Lao
    ((0xF00, 0x1000),),  # Tibetan
    ((0x1000, 0x10A0), (0xAA60, 0xAA80), (0xA9E0, 0xAA00)),  # Myanmar: Jingpo, Dai of Dehong
    ((0x1100, 0x1200), (0x3130, 0x3190), (0xA960, 0xA980), (0xAC00, 0xD7FC)),  # Hangul
    ((0x1800, 0x18B0),),  # Mongolian, Manchu
    ((0x1950, 0x1980),),  # Tai Le
    ((0x1980, 0x19E0), (0x1A20, 0x1AB0)),  # New Tai Lue, Tai Tham
    ((0x3040, 0x3100), (0x31F0, 0x3200)),  # Kana
    ((0x3100, 0x3130), (0x31A0, 0x31C0)),  # Bopomofo
    ((0xA000, 0xA4D0),),  # Yi
    ((0xA4D0, 0xA500),),  # Lisu
)
"""The code points of each living script of the basic plane that texts here may be written in."""
_WESTERN = re.compile("[\xa1-\u024f\u02c6\u02dc\u2013-\u203a\u20ac\u2122]{4,}+")
_WESTERN_LETTER = re.compile("[\xc0-\xd6\xd8-\xf6\xf8-\u024f]")
"""No language writes four of these in a row, but bytes read as ISO 8859-1 or Windows-1252 give rows."""
_FREQUENT = (
    "一七万三上下不与专业严个中为主举义之九书了予事二于五交产人从他付代令以们件价任企优会传但位住体作使例供依侵保信修债停健偿元"
    "先入全八公六共关其具养内册军农决况准出分刑划列则创判利别到制前力办加务动助励劳包化区医十华协单卫危原县参及反发取受变口可台"
    "司各合同名后向告员和品响售商善器四回因围国土在地场坚型城域基境增处备复外多大失好委子存学安完定实审害家容密察对导将小就局居"
    "展属履工已市布常平年并广序应府度建开式强当录形影征律得必态急性总息情意成我户或所托执批承技投护报担持指按损据排接控推措提支收"
    "改放政故效教数整文料新方施无日时明易是更最月有服期未本术机权材村条构果染查标校核根格案检次款止正步民水求污没治法注活流测济海"
    "消涉清源点照物特犯环现理生用由申电疗疫病登百的益监目直相省督知矿研确社种科积称移程税究空立章符第等策签算管类系约级纳线组织经"
    "结给统续维网罚罪置者职联股育能自航舶船节范药营融行补表被裁装要见规视解警计认议记许讼设证评诉该请调负财责货质购费资赔起超路身"
    "车转输辖达过运进违追送适通造道部配采重量金银销长门问间防际限院除险障集需非面革项须预领题额风食验高"
)
"""Nine tenths of what laws, notices and reports are written with."""
ODD_STRETCH = 8.0
_EXPECTED = 0.3
"""So odd is a character of a text at most, on the average of a stretch."""


def is_plausible(text: str, share: float = PLAUSIBLE) -> bool:
    """Whether ``share`` of ``text`` is what documents here are made of."""
    sample = text if len(text) <= _SAMPLE else text[: _SAMPLE // 2] + text[-_SAMPLE // 2 :]
    visible = "".join(fold(sample).split())
    if not visible:
        return True
    if len(CONTROLS.findall(sample)) > max(_ALLOWED_CONTROLS, _CONTROLS_SHARE * len(sample)):
        return False
    return int(np.count_nonzero(_usual(visible))) - _in_rows(sample) >= share * len(visible)


def rarities(text: str) -> npt.NDArray[np.float32]:
    """How odd each character is: 0 for what every document has, up to 6 for private use."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")
    odd: npt.NDArray[np.float32] = _rarities()[np.minimum(codes, _BASIC)]
    return odd


def has_odd_stretch(text: str) -> bool:
    """Whether somewhere so many odd characters follow one another as bytes out of step give."""
    excess = np.cumsum(rarities(text) - _EXPECTED, dtype=np.float64)
    lowest = np.minimum.accumulate(np.minimum(excess, 0.0))
    return bool(len(excess)) and float(np.max(excess - lowest)) >= ODD_STRETCH


def _usual(visible: str) -> npt.NDArray[np.bool_]:
    """Which characters are usual where they stand: by themselves, or beside one of their script."""
    codes = np.frombuffer(visible.encode("utf-32-le", "surrogatepass"), "<u4")
    kinds = _kinds()[np.minimum(codes, _BASIC)]
    beside = np.zeros(len(kinds), np.bool_)
    same = kinds[1:] == kinds[:-1]
    beside[1:] |= same
    beside[:-1] |= same
    usual: npt.NDArray[np.bool_] = (kinds == _USUAL) | ((kinds > _USUAL) & beside)
    return usual


def _in_rows(sample: str) -> int:
    """How many letters stand in rows that only a wrong encoding gives."""
    if not _WESTERN_LETTER.search(sample):
        return 0
    rows = (row[0] for row in _WESTERN.finditer(sample))
    return sum(len(row) for row in rows if 4 * len(_WESTERN_LETTER.findall(row)) >= len(row))


@cache
def _kinds() -> npt.NDArray[np.uint8]:
    """Of each code point of the basic plane, and one beyond: 0 unusual, 1 usual, else its script."""
    kinds = np.zeros(_BASIC + 1, np.uint8)
    for number, ranges in enumerate(_SCRIPTS, _USUAL + 1):
        for start, end in ranges:
            kinds[start:end] = number
    for start, end in _USUAL_RANGES:
        kinds[start:end] = _USUAL
    for letter in _gb2312(0xA1, 0xF8):
        kinds[ord(letter)] = _USUAL
    return kinds


@cache
def _rarities() -> npt.NDArray[np.float32]:
    """:func:`rarities` of each code point of the basic plane, and one beyond."""
    kinds = _kinds()
    folded = np.frombuffer(
        fold("".join(map(chr, range(_BASIC)))).encode("utf-32-le", "surrogatepass"), "<u4"
    )
    odd = np.full(_BASIC + 1, 3.0, np.float32)
    odd[kinds > _USUAL] = odd[kinds == _USUAL] = 2.0
    odd[0xE000:0xF900] = odd[:0x20] = 6.0
    for first, end, cost in ((0xA1, 0xA4, 0.0), (0xB0, 0xD8, 0.4), (0xD8, 0xF8, 1.5)):
        for letter in _gb2312(first, end):
            odd[ord(letter)] = cost
    odd[[ord(letter) for letter in _FREQUENT]] = 0.0
    odd[[*range(0x09, 0x0E), *range(0x20, 0x7F), 0xA0]] = 0.0
    odd[:_BASIC] = odd[np.minimum(folded, _BASIC)]
    return odd


def _gb2312(first: int, end: int) -> str:
    """The characters of GB 2312 whose first byte is in a range."""
    pairs = (bytes((lead, trail)) for lead in range(first, end) for trail in range(0xA1, 0xFF))
    return b"".join(pairs).decode("gb2312", "ignore")
