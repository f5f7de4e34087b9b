"""Withdrawing documents (撤下), showing them again, and what is said of both.

A withdrawal is one line of the journal. It needs no other writer to end and no room on the disk,
and readers follow at their next request. What takes longer comes behind it: looking for the same
document under other ids.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from index.document import PolicyDocument
from index.errors import IndexDamaged, SourceError
from index.segment import Terms, open_terms
from index.store.screening import Screening, document_at, knowing, renamed
from index.store.store import Store
from index.store.withdrawals import (
    LONGEST,
    Withdrawal,
    Withdrawals,
    now,
    undo_row,
    withdrawals_of,
)


@dataclass(frozen=True, slots=True)
class Done:
    """What a withdrawal did.

    Attributes:
        withdrawn: as they were written down.
        copies: those among them that were withdrawn with another that is the same.
        already: ids that had been withdrawn before.
    """

    withdrawn: tuple[Withdrawal, ...]
    copies: tuple[Withdrawal, ...]
    already: tuple[str, ...]


def withdraw(
    store: Store,
    ids: Sequence[str],
    by: str,
    reason: str,
    notice: str = "",
    even_unknown: bool = False,
) -> Done:
    """Let nobody see some documents from now on.

    Args:
        by: who does it.
        reason: for those who keep the index.
        notice: for visitors.
        even_unknown: also ids that the index does not hold now.

    Raises:
        SourceError: the index does not hold one of them; then none has been withdrawn.
        IndexMissing: there is no index.
        IndexDamaged: the journal cannot be read.
        OSError: nothing could be written, the reserved space included.
    """
    store.ensure_there()
    store.withdrawals()  # a journal that is lost is not begun anew
    held = list(_held(store))
    journal = store.journal
    journal.reserve()
    led = _led(store, held, ids)
    ids = [led.get(id, id) for id in ids]
    known = {id: found for id in ids if (found := _find(held, id))}
    with journal.locked():
        before = store.withdrawals(held=True)
        already = tuple(id for id in ids if before.get(id))
        wanted = [id for id in dict.fromkeys(ids) if id not in already]
        if not even_unknown:
            _ensure_none([id for id in wanted if id not in known])
        plain = Withdrawal("", now(), by, reason[:LONGEST], notice[:LONGEST])
        made = _made(plain, wanted, known, led)
        if made:
            journal.add([one.to_row() for one in made])
    copies = _withdraw_copies(store) if made else []
    return Done((*made, *copies), tuple(copies), already)


def undo(store: Store, ids: Sequence[str], by: str) -> list[Withdrawal]:
    """Show documents again that were withdrawn, with the copies that were withdrawn for them.

    Returns:
        The withdrawals that were taken back.

    Raises:
        SourceError: one of them is not withdrawn, or only as a copy; nothing has changed then.
        IndexDamaged, OSError: as for :func:`withdraw`.
    """
    store.ensure_there()
    if not store.withdrawals().by_id:
        raise SourceError(f"{'、'.join(ids)} 没有被撤下。查看全部：zhengce withdraw --list")
    with store.journal.locked():
        known = store.withdrawals(held=True)
        for id in ids:
            found = known.get(id)
            if found is None:
                raise SourceError(f"{id} 没有被撤下。查看全部：zhengce withdraw --list")
            if found.same and found.same not in ids:
                raise SourceError(
                    f"{id} 与 {found.same} 是同一份文件，一并撤下。"
                    f"请恢复后者：zhengce withdraw --undo {found.same}"
                )
        back = known.related(ids)
        store.journal.add([undo_row(one.id, by) for one in back])
    return back


def repair(store: Store) -> tuple[Withdrawals, int]:
    """Go on with what can be read of a damaged journal, or with an empty one where it is gone.

    Returns:
        What is withdrawn now, and how many lines could not be read.
    """
    store.ensure_there()
    with store.journal.locked():
        rows, lost = store.journal.salvaged()
        store.journal.replace(rows)
    return withdrawals_of(rows), lost


def _held(store: Store) -> Iterator[Terms]:
    """The parts of every generation that is whole: it may be rolled back to."""
    return (open_terms(generation.terms) for generation in store.generations())


def _find(held: Sequence[Terms], id: str) -> PolicyDocument | None:
    """The document of that id, from the newest generation that has it."""
    for terms in held:
        for segment, base in zip(terms.segments, terms.bases, strict=False):
            for docs in segment.with_ids([id]):
                for number in docs[terms.counts[base + docs]].tolist():
                    return document_at(segment, number)
    return None


def _led(store: Store, held: Sequence[Terms], ids: Sequence[str]) -> dict[str, str]:
    """From those of ``ids`` that no document has any more to the ids that their documents have
    now: what an operator was sent may be an old address."""
    leads: dict[str, str] = {}
    for generation in store.generations():
        with suppress(IndexDamaged):
            leads = {one.id: one.now for one in generation.former() if one.now} | leads
    return {id: leads[id] for id in ids if id in leads and not _find(held, id)}


def _ensure_none(unknown: Sequence[str]) -> None:
    if unknown:
        raise SourceError(
            f"索引中没有 {'、'.join(unknown)}，没有撤下任何文件。请用文件标识或网页地址；"
            "要防止将来收录，请加 --even-unknown。"
        )


def _made(
    plain: Withdrawal,
    wanted: Sequence[str],
    known: Mapping[str, PolicyDocument],
    led: Mapping[str, str],
) -> list[Withdrawal]:
    """The withdrawals of some ids, and of the old ids by which they were named."""
    made = [_of(replace(plain, id=id), known.get(id)) for id in wanted]
    return made + [replace(plain, id=old, same=id) for old, id in led.items() if id in wanted]


def _of(plain: Withdrawal, document: PolicyDocument | None) -> Withdrawal:
    return knowing(plain, document) if document else plain


def _withdraw_copies(store: Store) -> list[Withdrawal]:
    """Withdraw what is the same under another id, in any generation."""
    generations = list(store.generations())
    folders, pairs = [generation.terms for generation in generations], renamed(generations)
    known = store.withdrawals()
    looked = [Screening(folder, folders[:at], pairs) for at, folder in enumerate(folders)]
    rows = [row for one in looked for row in one.rows(known)]
    with store.journal.locked():
        before = store.withdrawals(held=True)
        if fresh := [row for row in rows if not before.get(str(row["id"]))]:
            store.journal.add(fresh)
    return [*withdrawals_of(fresh).by_id.values()]
