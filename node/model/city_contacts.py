"""Whom a city's education bureau names for the work, and what may happen to that sheet.

A bureau that names others files a new sheet; the one before it is kept as it was.

Source: 江苏省教育厅办公室 2022 notice, section 3 and annex 3.
"""

import msgspec

from node.model.access import Duty
from node.model.case import CaseTable, Transition

KIND = "city-contacts"
CURRENT, REPLACED = "current", "replaced"
REPLACE = "replace"
TABLE = CaseTable(
    kind=KIND,
    first=CURRENT,
    transitions={(CURRENT, REPLACE): Transition(to=REPLACED, duty=Duty.COLLECTION)},
    open_states=frozenset(),
)


class Contact(msgspec.Struct, frozen=True, kw_only=True):
    """One row: department (职能处室), name and post in one text, numbers, mail address."""

    department: str
    name_and_post: str
    office_phone: str
    mobile: str
    email: str

    def __repr__(self) -> str:
        """Shows nothing about the person."""
        return "Contact(…)"


class CityContacts(msgspec.Struct, frozen=True, kw_only=True):
    """The body of the case: `bureau` in full, `city` the six-digit code of GB/T 2260."""

    bureau: str
    city: str
    contacts: tuple[Contact, ...]

    def __repr__(self) -> str:
        """The city, and nothing about its people."""
        return f"CityContacts({self.city})"
