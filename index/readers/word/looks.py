"""Which runs of a Word document nobody sees: hidden by themselves, by their style or their size.

Format: ECMA-376 part 1, 17.3.2.41 (``vanish``). A run's own word counts before that of its style, and
its style's before that of its paragraph's.
"""

from __future__ import annotations

from lxml import etree

from index.readers.containers.xml import attribute, child, tag

_OFF = frozenset(("0", "false", "off", "none"))
_UNSEEN_SIZE = 2
"""Half points: letters of one point are there for programs only."""
_DEEPEST = 20


class Looks:
    """Tells hidden runs from shown ones.

    Args:
        styles: the root of ``styles.xml``, or of what holds the styles; None where there are none.
    """

    def __init__(self, styles: etree._Element | None) -> None:
        self._own: dict[str, bool | None] = {}
        self._based: dict[str, str] = {}
        for style in styles if styles is not None else ():
            if tag(style) == "style":
                name = attribute(style, "styleId")
                self._own[name] = _is_hidden(child(style, "rPr"))
                self._based[name] = attribute(child(style, "basedOn"), "val")

    def hides(self, run: etree._Element, paragraph_style: str = "") -> bool:
        """Whether what stands in a run is not shown.

        Args:
            paragraph_style: the id of its paragraph's style.
        """
        properties = child(run, "rPr")
        if properties is not None:
            own = _is_hidden(properties)
            style = attribute(child(properties, "rStyle"), "val")
            found = own if own is not None else self._of_style(style)
            if found is not None:
                return found
        return bool(self._of_style(paragraph_style))

    def _of_style(self, name: str) -> bool | None:
        for _ in range(_DEEPEST):
            if name not in self._own or self._own[name] is not None:
                break
            name = self._based.get(name, "")
        return self._own.get(name)


def _is_hidden(properties: etree._Element | None) -> bool | None:
    """What some properties of a run say about it; None where they say nothing."""
    vanish = child(properties, "vanish")
    if vanish is not None:
        return attribute(vanish, "val").lower() not in _OFF
    size = attribute(child(properties, "sz"), "val")
    if size.isdecimal() and int(size) <= _UNSEEN_SIZE:
        return True
    return None
