"""What a policy document is, reading files, cutting text, and the index on disk.

Data walks through the rooms in this order: ``readers`` (by the ``conventions`` of the field) make
a ``document`` of a file → ``text`` folds and cuts it → ``schema`` says what is kept → ``segment``
writes that → ``store`` publishes generations. ``ingest`` leads the way, ``relations`` adds what
documents say of one another, ``upkeep`` checks and backs up. Nothing is imported here, so that a
process that needs one room loads one room.
"""
