"""Versions of one title: they keep the places their scores earn and swap them among themselves."""

from __future__ import annotations

from search.backend.reading import Rows


def in_force_first(rows: Rows) -> list[int]:
    """The numbers of ``rows``, the versions of each title in force first, then the newest.

    The places a title's versions hold in the ranking stay; which version stands in which
    of them is decided by validity and date, since their texts hardly differ.
    """
    numbers, versions, dates, standing = rows
    ordered = list(numbers)
    if len(set(versions)) == len(versions):
        return ordered
    places: dict[int, list[int]] = {}
    for place, version in enumerate(versions):
        places.setdefault(version, []).append(place)
    for held in places.values():
        if len(held) > 1:
            best = sorted(held, key=lambda place: (standing[place], -dates[place]))
            for place, better in zip(held, best, strict=True):
                ordered[place] = numbers[better]
    return ordered
