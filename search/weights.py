"""Every weight of the score and every share of the ladder, with its reason and what it brought.

Measured with ``zhengce evaluate`` on the judged development queries (docs/ranking.md has the
figures): lay questions to articles of laws (stard, equals), questions to news and notices
(ncp_covid), identifiers and fragments (known_item). Lexical only.
"""

from __future__ import annotations

from dataclasses import dataclass

from index.schema.fields import KINDS, text_field


@dataclass(frozen=True, slots=True)
class Weight:
    """BM25 parameters of one field, and its factor in the sum over fields."""

    k1: float
    b: float
    factor: float


_DOCUMENTS = {
    "words": Weight(k1=1.2, b=0.75, factor=0.3),  # words alone lose on every judged set
    "grams": Weight(k1=1.2, b=0.75, factor=1.0),  # the strongest single kind
    "chars": Weight(k1=2.0, b=0.75, factor=0.5),  # lifts long questions; long texts have them all
}
ARTICLES = {
    "words": Weight(k1=1.2, b=0.75, factor=0.3),
    "grams": Weight(k1=1.2, b=0.75, factor=1.0),
    "chars": Weight(k1=2.0, b=0.5, factor=1.0),  # in a short text a character is no accident
}
"""Of texts that are an article each, and of the articles of long ones. The idf of a pair in documents
serves for articles as well as its own (named .530 by either)."""
_ZONE = {
    "title": 4.0,  # a title says what a document is about
    "headings": 0.0,  # their characters stand in the body as well
    "body": 1.0,
}

SHORT = 300
"""Where bodies have fewer characters than this on average, each is a passage of its own (an
article, an answer): other weights of single characters, and no passage is looked for."""


def weights(mean_length: float) -> dict[str, Weight]:
    """The weights of all fields for a collection with bodies of so many characters."""
    kinds = ARTICLES if mean_length < SHORT else _DOCUMENTS
    return {
        text_field(zone, kind): Weight(kinds[kind].k1, kinds[kind].b, kinds[kind].factor * share)
        for zone, share in _ZONE.items()
        for kind in KINDS
    }


WEIGHTS = weights(float("inf"))

COMMON_SHARE = 0.3
"""In a sentence a pair of characters that more documents have than this is not looked at: it says
little and costs most."""

LAY = 0.4
"""Weight of the other wordings of a lay word in a sentence, beside the words typed."""
LAY_ALONE = 1.0
"""The same among a few words, where they are all there is to go by."""


@dataclass(frozen=True, slots=True)
class Works:
    """What counts for a document beside its words, for the work that it is a text of.

    Attributes:
        authority: the most cited document's score times 1 + this, others by ln(1 + citations). Gentle: twice as
            much hurts questions whose answer stands in a 条例 or 解释. Whoever cites a name counts for all that
            bear it (``index.relations.cited``): by works alone the articles of a law, each held by itself, lose
            it (stard .421 instead of .452).
        topic: documents of a work that governs the matter asked about: their score times 1 + this.
        everyday: weight of what an article's row of everyday questions (``search.language.everyday``) scores,
            beside the BM25 of its own words.
    """

    authority: float
    topic: float
    everyday: float


_DOCUMENT_WORKS = Works(authority=0.1, topic=0.15, everyday=0.3)
_ARTICLE_WORKS = Works(authority=0.2, topic=0.3, everyday=1.0)


def works(has_passages: bool) -> Works:
    """Of a collection of whole documents, or of single articles.

    Among articles these tell which law is meant. Among documents a question may as well be answered by a notice
    that nobody cites: with the factors of articles ncp_covid with the corpus added has .860, with these .867.
    """
    return _DOCUMENT_WORKS if has_passages else _ARTICLE_WORKS


EVERYDAY_TERMS = (1.0, 0.8)
"""Of the pairs of characters and of the single characters of a row of everyday questions."""
EVERYDAY_ROWS = 100
"""So many rows that are most like a question are looked at."""

ENDED = 0.05
"""A text that is in force no more: its score less a twentieth. So it stands below the one that took its
place where they are as good, and an old text that alone answers is still found first."""

FINE_DOCUMENTS = 500
"""So many of the best documents are scored by single characters too: nearly every document has
them, so they cost as much as all the rest."""

ARTICLE_LENGTH = 117
"""So many characters has an article (条), or a passage of what has none, on average."""
ARTICLE_LAY = 0.6
"""Weight of other wordings where articles are compared, of common words too: more than for documents,
for an article says a thing once and in the words of the law (named .541 with 0.4, .553 with 0.6)."""
ARTICLE_HEADING = 0.5
"""A pair of characters in the heading above an article counts as so many in the article (named .553
without, .557 with 0.5 and with 1)."""
ARTICLE_MEANT = 1.0
"""An article that answers the question whatever its words are (the everyday table) gets this share of the
weight of all that is sought, times how sure that is."""
ARTICLE_PRIOR = 4
"""Which article of several documents is best: its score times so high a power of the factors of its
document (authority, topic, force). The first is right for .25 without, .33 with 1, .34 with 2."""

ANSWER_LEAD = 2.0
ANSWER_SURE = 0.8
ANSWER_DOCUMENTS = 3
"""The best article of a page stands above the ranking where what it holds of all that is sought (BM25 over
the summed idf) and twice the share by which the next article is behind come to so much, and where it is of
one of the first documents. Of stard's questions over whole laws it is right for .46 of those shown at 0.5 (.79 of
all), for .50 at 0.7 (.69), for .56 at 0.9 (.55)."""

PASSAGE = 0.5
"""Weight of the best passage: the idf of the pairs of characters in it."""
PASSAGE_CHARACTERS = 100
"""A passage is two neighbouring stretches of so many characters."""
PASSAGE_PAIRS = 8
"""So many of the pairs, the rarest: the others are in every passage, and most costly."""
PASSAGE_DOCUMENTS = 100
"""So many of the best documents are looked through for passages."""

FLOOR = 0.3
"""A sentence finds what scores at least this share of the best: of the judged answers among the
first hundred, 99.7 % are, and a question does not find half of the collection."""
ENOUGH = 20
"""What so many documents have whole is not widened, where it is more than a word or some keywords."""
ENOUGH_FOR_KEYWORDS = 3
"""Words typed apart mean all of them: widened only where next to nothing has them, and what has them all
stands above."""

APART = 0.7
"""Of what has every word, what scores this share of the best stands above and apart from what is near;
the others have the words far from one another, in a long text."""

HOPELESS = 6
"""A question of so many units is not looked for whole first: 92 % of them find nothing."""

MOST_SHARE = 0.6
ANY_SHARE = 0.3
"""A relaxed result holds the documents that carry this share of the words' summed idf."""

SLIPS = {
    "sound": 1.0,  # input methods offer what is read alike
    "shape": 1.4,
    "far": 2.0,  # read alike by a reading that is seldom meant
    "swapped": 1.2,
    "doubled": 0.8,
    "extra": 2.8,  # the most: leaving a character out makes nearly anything known
    "missing": 1.6,
    "word": 1.8,
}
"""What each kind of mistake costs, in characters that a correction must explain more than another."""
SLIP_WHOLE = 2.0
"""Of a correction after which all of a run stands in the collection, in the same measure."""
SLIP_OFTEN = 0.5
"""Of one that is written ten times as often."""
SLIP_LEFT_OVER = 0.8
"""Taken for each character that belongs to no word then (产发展条例 is 产业发展条例, not 户发展条例)."""
INITIAL = 3.0
"""Taken for a letter that may begin any syllable, where letters are read; 1 is a character beside them
or e times as many texts."""
