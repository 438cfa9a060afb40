"""An institution's application for an administrator account: what is filed, and what may happen to it.

The applicant files and submits; the city's bureau collects and sends up; the provincial centre
decides. Collecting decides nothing, so the bureau, which shares the city's place, may also collect
what that place itself applied for.

The forms below are the node's own, kept for as long as the case: a later version of the
province's workbook doesn't change how an older case is read.

Source: 江苏省教育厅办公室 2022 notice, sections 2 and 3, annex 1 with its notes ② and ③.
"""

from datetime import date, datetime

import msgspec

from node.model.access import Duty
from node.model.case import By, CaseTable, Transition

KIND = "administrator"
DRAFT, SUBMITTED, COLLECTED, GRANTED = "draft", "submitted", "collected", "granted"
RETURNED, REFUSED, SUSPENDED = "returned", "refused", "suspended"
SUBMIT, COLLECT, GRANT, RETURN, REFUSE, SUSPEND, PAPER = (
    "submit",
    "collect",
    "grant",
    "return",
    "refuse",
    "suspend",
    "receive-paper",
)
LIVE = (DRAFT, RETURNED, SUBMITTED, COLLECTED, GRANTED)
"""A unit has at most one application in these states."""
HANDED_IN = (SUBMITTED, COLLECTED, GRANTED)

TABLE = CaseTable(
    kind=KIND,
    first=DRAFT,
    transitions={
        (DRAFT, SUBMIT): Transition(to=SUBMITTED, duty=Duty.FILING),
        (RETURNED, SUBMIT): Transition(to=SUBMITTED, duty=Duty.FILING),
        (SUBMITTED, COLLECT): Transition(to=COLLECTED, duty=Duty.COLLECTION),
        (SUBMITTED, PAPER): Transition(to=SUBMITTED, duty=Duty.GRANTING, by=By.ABOVE),
        (COLLECTED, PAPER): Transition(to=COLLECTED, duty=Duty.GRANTING, by=By.ABOVE),
        (COLLECTED, GRANT): Transition(to=GRANTED, duty=Duty.GRANTING, by=By.ABOVE),
        (COLLECTED, RETURN): Transition(to=RETURNED, duty=Duty.GRANTING, by=By.ABOVE, needs_reason=True),
        (COLLECTED, REFUSE): Transition(to=REFUSED, duty=Duty.GRANTING, by=By.ABOVE, needs_reason=True),
        (GRANTED, PAPER): Transition(to=GRANTED, duty=Duty.GRANTING, by=By.ABOVE),
        (GRANTED, SUSPEND): Transition(to=SUSPENDED, duty=Duty.GRANTING, by=By.ABOVE, needs_reason=True),
    },
    open_states=frozenset((DRAFT, RETURNED)),
)
CENTRE_STEPS = frozenset((GRANT, RETURN, REFUSE, SUSPEND, PAPER))
"""Taken by the provincial centre alone, whatever duties a city's operator was given."""

PARTS = {"id-card-front": 1, "id-card-back": 1, "uscc-certificate": 1}
"""Sealed copies that must be there to submit, and of each how many at least."""

ADMINISTRATOR_DUTIES = frozenset((Duty.FILING, Duty.REVIEW, Duty.MANAGEMENT))
"""An administrator's, and so all that they may hand on."""


class Institution(msgspec.Struct, frozen=True, kw_only=True):
    """The applying institution; `uscc` in 18 characters, `nature` as annex 1's note ① lists it."""

    name: str
    uscc: str
    nature: str
    legal_representative: str
    website: str = ""
    address: str = ""

    def __repr__(self) -> str:
        """Its code alone: the legal representative is a person."""
        return f"Institution({self.uscc})"


class OfficePerson(msgspec.Struct, frozen=True, kw_only=True):
    """The contact person or the administrator; what wasn't filled in is ``""``."""

    name: str
    department: str = ""
    post: str = ""
    phone: str = ""
    mobile: str = ""
    email: str = ""
    qq: str = ""
    address: str = ""

    def __repr__(self) -> str:
        """Shows nothing about the person."""
        return "OfficePerson(…)"


class PaperReceipt(msgspec.Struct, frozen=True, kw_only=True):
    """That the sealed paper form came in: when, and who took it."""

    at: datetime
    by: str

    def __repr__(self) -> str:
        """When alone."""
        return f"PaperReceipt({self.at.isoformat()})"


class Application(msgspec.Struct, frozen=True, kw_only=True):
    """The body of the case.

    Attributes:
        institution, contact, administrator: as annex 1 asks.
        opinion, head, dated_on: of the institution; may be left to the paper.
        paper: the newest receipt of the sealed paper form.
        account: the name under which the administrator was registered; ``""`` until granted.
    """

    institution: Institution
    contact: OfficePerson
    administrator: OfficePerson
    opinion: str = ""
    head: str = ""
    dated_on: date | None = None
    paper: PaperReceipt | None = None
    account: str = ""

    def __repr__(self) -> str:
        """The institution's code, and nothing about its people."""
        return f"Application({self.institution.uscc})"


def encode_application(application: Application) -> bytes:
    """The body's bytes: JSON."""
    return msgspec.json.encode(application)


def parse_application(body: bytes) -> Application:
    """The inverse of `encode_application`."""
    return msgspec.json.decode(body, type=Application)
