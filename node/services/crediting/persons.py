"""Which accounts are one person's: of the document that is shown, and of those linked to it in the own log.

A link counts while both of its halves stand, as in a lookup.

Source: DESIGN section 3 (holds and lookups use the linked set).
"""

from federation.model.document import Document
from node.node_key import NodeKey
from node.ports.logs import Records
from node.services.amending.link_entries import LinkEntries
from node.services.blind_indexes import document_index

MAX_DOCUMENTS = 5


class PersonAccounts:
    """Finds a person's accounts at this branch."""

    def __init__(self, *, entries: LinkEntries, records: Records, key: NodeKey) -> None:
        self._entries = entries
        self._records = records
        self._key = key

    async def of(self, document: Document) -> tuple[bytes, ...]:
        """Blind indexes (16 bytes) of the person's documents; order, number and errors as of `documents`."""
        return tuple(document_index(self._key, one) for one in await self.documents(document))

    async def documents(self, document: Document) -> tuple[Document, ...]:
        """The person's documents, `document` first; at most `MAX_DOCUMENTS`.

        Raises:
            IntegrityBroken: a stored link isn't what the log signed.
        """
        found = {document: None}
        waiting = [document]
        while waiting and len(found) < MAX_DOCUMENTS:
            current = waiting.pop(0)
            for other in await self._entries.leading_from(self._records, current):
                if other in found or len(found) == MAX_DOCUMENTS:
                    continue
                if current in await self._entries.leading_from(self._records, other):
                    found[other] = None
                    waiting.append(other)
        return tuple(found)
