"""All rooms, in the order in which they are shown."""

from __future__ import annotations

from web.desk import asked, ledger, runs
from web.desk.tables import Room

ROOMS: tuple[Room, ...] = (runs.ROOM, *ledger.ROOMS, *asked.ROOMS)
BY_NAME = {room.name: room for room in ROOMS}
