"""The documents of a generation that pages showed last, read and prepared once."""

from __future__ import annotations

from index.document import PolicyDocument
from search.backend.byte_cache import ByteCache
from search.backend.reading import Reading
from search.snippets import Text

TEXT_BYTES = 48 * 2**20
"""Half of the corpus, so that of the documents of a page half are at hand; a page of others costs what it did."""


class Shelf:
    """Reads documents of one generation; what was read last is kept. Safe for several threads."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._texts: ByteCache[Text] = ByteCache(TEXT_BYTES)

    def text(self, number: int, card: PolicyDocument) -> Text:
        """Title and body of a document, whose card is read already."""
        return self._texts.get(
            number, lambda: Text(card.title, self._reading.body(number), card.sections)
        )
