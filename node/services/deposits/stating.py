"""From what a person states, as text, to a deposit; the checks are those of the batch templates.

A school's course credit without its credit says nothing, an examination is filed by its score, a
certificate by its number: the same is asked of one result as of a workbook's row.

Source: adapters.shared (degree results, certificates); GB 11643 (birth date).
"""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TypeVar

import msgspec

from adapters.base import Cell
from adapters.checks.amounts import parse_hundredths
from adapters.checks.dates import parse_past_date
from adapters.checks.identifiers import parse_certificate_number
from adapters.checks.names import parse_name
from adapters.checks.text import is_blank, text_of
from federation.errors import CellRefused, DepositRefused, DocumentMalformed
from federation.model.achievement_class import AchievementClass
from federation.model.document import Document
from node.model.deposit import Deposit

T = TypeVar("T")
DEGREE = frozenset((AchievementClass.DEGREE_COURSE, AchievementClass.SELF_STUDY_EXAMINATION))
# What a record may state without: everything else must be there.
OPTIONAL = frozenset(("score", "credits", "certificate-number", "certificate-level", "note"))


class Statement(msgspec.Struct, frozen=True, kw_only=True):
    """What is stated, as text. None leaves a field as it was; "" empties one that may be empty.

    Attributes:
        achieved_on: a day in any form that workbooks may have.
        credits: a decimal number of at most two places.
    """

    achievement_class: AchievementClass | None = None
    name: str | None = None
    title: str | None = None
    institution: str | None = None
    achieved_on: str | None = None
    score: str | None = None
    credits: str | None = None
    certificate_number: str | None = None
    certificate_level: str | None = None
    note: str | None = None

    def __repr__(self) -> str:
        """Shows nothing about the person."""
        return "Statement(…)"


def first_deposit(statement: Statement, document: Document, *, today: date) -> Deposit:
    """The deposit that a first statement makes, of no competent unit yet.

    Raises:
        DepositRefused: fact `reason` names the field, or what it lacks.
        DocumentMalformed: the document says a birth date that is still to come.
    """
    born = document.birth_date
    if born is not None and born > today:
        raise DocumentMalformed(reason="birth-date")
    given = msgspec.structs.replace(
        statement,
        **{
            field: getattr(statement, field) or ""
            for field in statement.__struct_fields__
            if field != "achievement_class"
        },
    )
    if given.achievement_class is None:
        raise DepositRefused(reason="class")
    blank = Deposit(
        document_type=document.type,
        document_number=document.number,
        name="",
        achievement_class=given.achievement_class,
        title="",
        institution="",
        achieved_on=today,
        competent_unit=0,
    )
    return altered_deposit(blank, given, today=today)


def altered_deposit(deposit: Deposit, statement: Statement, *, today: date) -> Deposit:
    """The deposit with what is stated anew; its person stays.

    Raises:
        DepositRefused: fact `reason` names the field, or what it lacks.
    """
    altered = Deposit(
        document_type=deposit.document_type,
        document_number=deposit.document_number,
        competent_unit=deposit.competent_unit,
        achievement_class=statement.achievement_class or deposit.achievement_class,
        name=_read("name", statement.name, parse_name, deposit.name),
        title=_read("title", statement.title, text_of, deposit.title),
        institution=_read("institution", statement.institution, text_of, deposit.institution),
        achieved_on=_read(
            "achieved-on", statement.achieved_on, partial(parse_past_date, today=today), deposit.achieved_on
        ),
        score=_read("score", statement.score, text_of, deposit.score),
        credits=_read("credits", statement.credits, _amount, deposit.credits),
        certificate_number=_read(
            "certificate-number", statement.certificate_number, parse_certificate_number, deposit.certificate_number
        ),
        certificate_level=_read("certificate-level", statement.certificate_level, text_of, deposit.certificate_level),
        note=_read("note", statement.note, text_of, deposit.note),
    )
    _verify(altered)
    return altered


def _read(field: str, text: str | None, parse: Callable[[Cell], T], kept: T) -> T:
    if text is None:
        return kept
    if is_blank(text) and field not in OPTIONAL:
        raise DepositRefused(reason=field)
    try:
        return parse(text)
    except CellRefused:
        # Its own reason speaks of cells; the field is what the person can correct.
        raise DepositRefused(reason=field) from None


def _amount(cell: Cell) -> int | None:
    return parse_hundredths(cell) if not is_blank(cell) else None


def _verify(deposit: Deposit) -> None:
    kind, born = deposit.achievement_class, deposit.document.birth_date
    if kind is AchievementClass.UNSPECIFIED:
        raise DepositRefused(reason="class")
    if born is not None and deposit.achieved_on < born:
        raise DepositRefused(reason="before-birth")
    if kind is AchievementClass.DEGREE_COURSE and deposit.credits is None:
        raise DepositRefused(reason="credits-required")
    if kind in DEGREE and not deposit.score:
        raise DepositRefused(reason="score-required")
    if kind is AchievementClass.CERTIFICATE and not deposit.certificate_number:
        raise DepositRefused(reason="certificate-number-required")
