"""Whether text is a text at all: fonts without a right encoding give characters that say nothing.

What a page shows and what its text layer holds are two things: a PDF may number its glyphs as it
likes, and copying such a page gives private-use characters, ``#$%&'()``, rare ideographs or
letters of ten scripts. Such text is told by how often characters are used, not by any of them:
of Chinese prose four fifths are the 300 usual ideographs below, of any Chinese text nearly all
are among the 3,755 of GB 2312's first level; Latin letters stand in words; a text keeps to one
or two scripts. Uyghur, Tibetan, Mongolian, English, tables of figures and formulas pass.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from itertools import pairwise
from unicodedata import category, name

from index.text.fold import fold
from index.text.han import HAN

FEWEST = 30
"""Of fewer characters than this nothing is told."""

_HAN = re.compile(HAN)
_USUAL = frozenset(
    "的人第条和行法定应十当民规理政管以有业者会关国部一务用设或门工机二市建生保作地不本三公事主其在员经制区对责施产发合等为中可全位"
    "处府单资进动安上五及四实出依方构由照要提护大院监权证水级家下内所他通体时自同品成委任年查得议按准期划案件报标展化组代重开改审"
    "违职交共社服利款分表收情项据六请立办日企加文取检信向性相督计织程能防供学使境活与告场城律县七予明外决技专申未采例金个运农元道"
    "执批调教备过治求反于持环八度后正各源育强质电入量费受负力九省车列商新术常接域是确具范限高况指意基目止支百现息需书记协险置前统原"
    "我们这到了说来多也就如小好没看很只么样想州镇乡村街路号山河江湖东南西北"
    "王李张刘陈杨赵黄周吴徐孙胡朱林何郭马罗宋郑谢韩唐冯董程曹袁邓许曾彭吕伟芳娜敏静丽磊军洋勇艳杰娟涛超秀霞刚桂英华玉兰红春梅志永"
)
"""The usual ideographs of official and of other Chinese texts and of names, simplified."""
_NEXT = {
    "a": "cdilnorst",
    "b": "e",
    "c": "ehot",
    "d": "aei",
    "e": "acdeinrst",
    "f": "eo",
    "g": "aeou",
    "h": "aeio",
    "i": "acenostu",
    "j": "i",
    "l": "aeilo",
    "m": "aeo",
    "n": "degost",
    "o": "fmnru",
    "p": "eor",
    "q": "i",
    "r": "aeio",
    "s": "ehiot",
    "t": "aehior",
    "u": "aeinors",
    "v": "e",
    "w": "i",
    "x": "i",
    "y": "i",
    "z": "h",
}
"""Which letters usually follow one, in English and in pinyin."""
_SYLLABLES = frozenset("이다는의에을를가고하한지로도은사기인정")
"""The usual syllables of Korean: two of five in prose."""
_SIGNS = frozenset("!\"#$&'*;<>?@`")
"""Signs of ASCII that neither figures nor formulas need."""
_LEVEL_ONE = 0xD7
"""The last leading byte of GB 2312's first level."""


def is_legible(text: str) -> bool | None:
    """Whether ``text`` says something; None where it is too short to tell. Takes linear time."""
    letters = "".join(text.split())
    kinds: Counter[str] = Counter()
    for letter, times in Counter(_without_leaders(letters)).items():
        kinds[_kind(letter)] += times
    total = sum(kinds.values())
    if total and kinds["lost"] > 0.3 * total:
        return False
    if total < FEWEST:
        return None
    return not (
        _are_odd_ideographs(kinds, total)
        or _is_other_encoding(kinds, total)
        or _lacks_ideographs(letters, kinds, total)
        or _are_odd_letters(text, kinds, total)
        or _are_many_scripts(kinds)
    )


def _without_leaders(letters: str) -> str:
    """Without the rows of dots of a table of contents and the like: what is thrice the same."""
    if not letters:
        return ""
    triples = zip(letters, letters[1:], letters[2:], strict=False)
    return letters[:2] + "".join([c for a, b, c in triples if a != b or b != c])


def _are_odd_ideographs(kinds: Counter[str], total: int) -> bool:
    """Names and addresses have few of the usual ones, and hardly a rare one."""
    usual, frequent, rare = kinds["usual"], kinds["frequent"], kinds["rare"]
    han = usual + frequent + rare
    if han < max(FEWEST // 2, 0.1 * total):
        return False
    return rare > 0.4 * han or (han >= 3 * FEWEST and usual < 0.15 * han)


def _is_other_encoding(kinds: Counter[str], total: int) -> bool:
    """Bytes of Chinese shown as Western letters or as Korean syllables: ÎÄ¼þ, 훓."""
    if kinds["western"] > 0.25 * total:
        return True
    korean = kinds["syllable"] + kinds["HANGUL"]
    return korean > 0.25 * total and kinds["syllable"] < 0.1 * korean


def _lacks_ideographs(text: str, kinds: Counter[str], total: int) -> bool:
    """Chinese signs between characters of which hardly any is Chinese, or of another script than
    Latin: ``6(，23454>Os:；^ＯＦＤDE)*QE。``."""
    ascii_signs = kinds["latin"] + kinds["sign"] + kinds["western"] + kinds["operator"]
    letters = sum(times for kind, times in kinds.items() if kind.isupper())
    han = kinds["usual"] + kinds["frequent"] + kinds["syllable"] + letters
    wide = kinds["chinese sign"] + kinds["wide"]
    if wide < 5 or ascii_signs < 0.25 * total or han > 0.1 * total:
        return False
    usual, pairs = _pairs(text)
    return usual < 0.4 * pairs or pairs < 0.3 * kinds["latin"]


def _are_odd_letters(text: str, kinds: Counter[str], total: int) -> bool:
    """Glyph numbers shown as ASCII: signs between letters, letters in no words."""
    usual, pairs = _pairs(text)
    if kinds["sign"] > 0.15 * total and len(_SIGNS.intersection(text)) > 3:
        return usual <= 0.3 * kinds["latin"] and kinds["usual"] < 0.3 * total
    return kinds["latin"] >= 0.4 * total and pairs >= 2 * FEWEST and usual < 0.3 * pairs


def _pairs(text: str) -> tuple[int, int]:
    """How many pairs of neighbouring letters are usual, and how many there are."""
    pairs = [
        b in _NEXT.get(a, "") for a, b in pairwise(text.lower())
        if "a" <= a <= "z" and "a" <= b <= "z"
    ]  # fmt: skip
    return sum(pairs), len(pairs)


def _are_many_scripts(kinds: Counter[str]) -> bool:
    scripts = Counter({kind: times for kind, times in kinds.items() if kind.isupper()})
    scripts["HAN"] = kinds["usual"] + kinds["frequent"] + kinds["rare"]
    scripts["LATIN"] += kinds["latin"] + kinds["western"] + kinds["wide"]
    scripts["HANGUL"] += kinds["syllable"]
    letters = sum(scripts.values())
    kept = sum(times for _, times in scripts.most_common(3))
    return letters >= FEWEST and kept < 0.85 * letters


@lru_cache(maxsize=8192)
def _kind(letter: str) -> str:
    """What a character counts as: a word in capitals is its script."""
    sort = category(letter)
    if sort in ("Co", "Cn", "Cs", "Cc") or letter == "\ufffd":
        return "lost"
    if letter.isascii():
        return _of_ascii(letter)
    if "\u00a1" <= letter <= "\u00ff":
        return "western" if letter not in "·×±°÷§²³µ¥«»" else "mark"
    folded = fold(letter)
    if sort == "Lo" and (_HAN.match(folded) or letter >= "\U00020000"):
        return _ideograph(folded)
    if letter in _SYLLABLES:
        return "syllable"
    if sort.startswith("L"):
        return "wide" if folded.isascii() else name(letter, "LOST").split()[0]
    return "chinese sign" if letter in "，。、；：（）《》“”" else "mark"


def _of_ascii(letter: str) -> str:
    if letter.isalpha():
        return "latin"
    if letter in _SIGNS:
        return "sign"
    return "operator" if letter in "+-=<>^~%()[]{}|/" else "mark"


def _ideograph(folded: str) -> str:
    if folded in _USUAL:
        return "usual"
    try:
        code = folded.encode("gb2312")
    except UnicodeEncodeError:
        return "rare"
    return "frequent" if code[0] <= _LEVEL_ONE else "rare"
