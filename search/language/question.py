"""Questions: which words only ask, which characters say nothing, numbers in both writings.

Words that ask are looked for in a folded text (``index.text.fold``), so that 怎麼 asks as 怎么 does;
numbers in a text as it was typed, beside its folded form of the same offsets.
"""

from __future__ import annotations

import re

from index.text.han import THOUSANDS, chinese_numeral

QUESTION_WORDS = (
    "请问", "想问", "什么样", "为什么", "是什么", "什么", "哪些", "哪里", "哪儿", "哪个", "哪种",
    "如何", "怎么样", "怎么办", "怎么", "怎样", "咋办", "咋", "啥", "是否", "多少", "能不能", "可不可以",
    "可以吗", "是不是", "有没有", "要不要", "多久", "吗", "呢", "么",
)  # fmt: skip
"""They say that something is asked, not what: a gap before cutting."""

FILLERS = frozenset(
    "的了是在和与就都也还把被对给要能可以不多少如为这那有没会来去想问请您你我他她它们"
    "吗呢么吧啊呀嘛哪什怎何谁几啥咋否样个"
)
"""Single characters that say nothing of a text; some of them are rare there, and would count much."""

PARTICLES = frozenset("的地得了着过和与及或而且在是有等对为于被把将从到向由以之其并也都还就")
"""Single characters that belong to no abbreviation: they part runs of single characters."""

MODALS = (
    "需要", "应该", "应当", "可以", "能够", "能否", "可否", "必须", "想要", "打算", "允许", "会不会", "该不该", "用不用",
    "算不算", "行不行", "不能", "不想", "不让", "到底", "究竟", "一下", "一般", "大概", "大约", "左右", "现在", "已经", "目前",
    "如果", "要是", "的话", "但是", "然后", "或者", "还是", "自己", "有人", "别人", "人家", "我们", "你们", "他们", "这个",
    "那个", "这种", "那种", "这样", "那样", "最多", "最少", "最长", "最短", "一共", "总共",
)  # fmt: skip
"""Words of wish, manner and pointing: they score, but no document need have them."""

_AMOUNT = re.compile(
    f"(?:[几多两半{THOUSANDS}]|[0-9])+(?:个半?|多)?"
    "(?:天|日|周|月|年|岁|次|回|元|块|块钱|万|万元|倍|人|小时|分钟|星期|礼拜|钱|长|大|高|远)"
)
_ASKING = re.compile("|".join(sorted(QUESTION_WORDS, key=len, reverse=True)))
_MODALS = frozenset(MODALS)
_NUMBER = re.compile(r"(?<![0-9])[0-9]{1,4}(?![0-9])")


def is_question(folded: str) -> bool:
    """Whether a folded text is a sentence, rather than keywords or a title."""
    return bool(_ASKING.search(folded)) or folded.endswith("?")


def without_questions(folded: str) -> str:
    """A folded text with its question words blanked out, unless it is made of nothing else."""
    spans = [found.span() for found in _ASKING.finditer(folded)]
    if not spans or not any(one.isalnum() for one in _ASKING.sub("", folded)):
        return folded
    left = list(folded)
    for start, end in spans:
        left[start:end] = " " * (end - start)
    return "".join(left)


def written_out(text: str, folded: str) -> list[str]:
    """The numbers of ``text`` in Chinese numerals, with a character of ``folded`` on each side:
    laws write so.

    >>> written_out("满16周岁", "满16周岁")
    ['满十六周']
    """
    return [
        folded[max(found.start() - 1, 0) : found.start()]
        + chinese_numeral(int(found[0]))
        + folded[found.end() : found.end() + 1]
        for found in _NUMBER.finditer(text)
        if int(found[0])
    ]


def is_light(word: str) -> bool:
    """Whether a word, folded, says nothing of the matter: that of a wish, or how much and how long.

    >>> is_light("一个月"), is_light("几天"), is_light("需要"), is_light("公积金")
    (True, True, True, False)
    """
    return word in _MODALS or bool(_AMOUNT.fullmatch(word))


def only_asks(folded: str) -> bool:
    """Whether a folded text is nothing but question words and what says nothing."""
    left = _ASKING.sub("", folded)
    return not any(one.isalnum() and one not in FILLERS for one in left)
