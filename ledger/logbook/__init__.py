"""The log of the door as people search it: an index of the journal, rebuilt from it at any time.

`log.db` belongs to the admin process and is never a source of truth. `filling.Logbook` writes it
from the journal, `query.Log` reads it.
"""
