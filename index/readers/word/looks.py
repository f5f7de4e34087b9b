"""Which runs of a Word document nobody sees: hidden by themselves, by their style or their size.

Format: ECMA-376 part 1, 17.3.2.41 (``vanish``). A run's own word counts before that of its style, and
its style's before that of its paragraph's.
"""

from __future__ import annotations

from lxml import etree

from index.readers.containers.xml import attribute, child, tag

_OFF = frozenset(("0", "false", "off", "none"))
_UNSEEN_SIZES = frozenset(("0", "1", "2"))
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
                properties = child(style, "rPr")
                self._own[name] = (
                    None
                    if properties is None
                    else _is_hidden(properties, str(properties.tag).removesuffix("rPr"))
                )
                self._based[name] = attribute(child(style, "basedOn"), "val")
        self._hidden = any(self._own.values())

    def hides(self, run: etree._Element, paragraph_style: str = "") -> bool:
        """Whether what stands in a run is not shown.

        Args:
            paragraph_style: the id of its paragraph's style.
        """
        space = str(run.tag).removesuffix("r")
        properties = next(run.iterchildren(f"{space}rPr"), None)
        if properties is not None:
            own = _is_hidden(properties, space)
            if own is None and self._hidden:
                style = attribute(next(properties.iterchildren(f"{space}rStyle"), None), "val")
                own = self._of_style(style)
            if own is not None:
                return own
        return bool(self._hidden) and bool(self._of_style(paragraph_style))

    def _of_style(self, name: str) -> bool | None:
        for _ in range(_DEEPEST):
            if name not in self._own or self._own[name] is not None:
                break
            name = self._based.get(name, "")
        return self._own.get(name)


def _is_hidden(properties: etree._Element, space: str) -> bool | None:
    """What some properties of a run say about it; None where they say nothing.

    Args:
        space: the name space of their names, in braces.
    """
    vanish = next(properties.iterchildren(f"{space}vanish"), None)
    if vanish is not None:
        return attribute(vanish, "val").lower() not in _OFF
    size = attribute(next(properties.iterchildren(f"{space}sz"), None), "val")
    return True if size in _UNSEEN_SIZES else None
