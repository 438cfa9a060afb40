"""Which documents are one person's, by the links of the own log: so that figures of people count nobody twice.

A link counts as in a lookup: while both of its halves stand, and from document to document to document.
Links that other branches made are theirs to count by.

Source: DESIGN section 3 (SubjectLinked); docs/progress.md (the rule of ten).
"""

from collections.abc import Iterable

from federation.model.document import Document
from node.ports.logs import Records
from node.services.amending.link_entries import LinkEntries
from node.services.looking.subject_keys import SubjectKeys


class LinkedPeople:
    """People of one branch's log."""

    def __init__(self, *, log_id: int, entries: LinkEntries, records: Records, subject_keys: SubjectKeys) -> None:
        self._log_id = log_id
        self._entries = entries
        self._records = records
        self._subject_keys = subject_keys

    async def first_documents(self, documents: Iterable[Document]) -> dict[Document, Document]:
        """Of each linked document among these the one that stands for its person; others stand for themselves.

        Args:
            documents: canonical, of results or accounts that are held here.

        Raises:
            IntegrityBroken: a stored link isn't what the log signed.
        """
        tokens = await self._records.linked_tokens(self._log_id)
        if not tokens:
            return {}
        waiting = [one for one in documents if tokens.intersection(self._subject_keys.all_tokens(one))]
        leading: dict[Document, frozenset[Document]] = {}
        while waiting:
            document = waiting.pop()
            if document not in leading:
                leading[document] = frozenset(await self._entries.leading_from(self._records, document))
                waiting += leading[document]
        first: dict[Document, Document] = {}
        for start in sorted(leading, key=lambda one: (one.type, one.number)):
            reached = [start]
            while reached:
                document = reached.pop()
                if document not in first:
                    first[document] = start
                    reached += (one for one in leading[document] if document in leading[one])
        return first
