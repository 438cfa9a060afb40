"""Cases, their histories, files and issues as messages: what all services of cases send alike."""

from collections.abc import Iterable

from adapters.base import CellIssue
from node.model.case import Attachment, Case, CaseStep
from node.v1 import case_pb2


def case_state(case: Case) -> case_pb2.CaseState:
    """How far a case is."""
    return case_pb2.CaseState(case_id=case.case_id, state=case.state)


def case_steps(steps: Iterable[CaseStep]) -> list[case_pb2.CaseStep]:
    """A case's history."""
    return [
        case_pb2.CaseStep(at=one.at.isoformat(), actor=one.actor, step=one.step, state=one.state, reason=one.reason)
        for one in steps
    ]


def attachment(one: Attachment) -> case_pb2.Attachment:
    """A file of a case."""
    return case_pb2.Attachment(
        part=one.part, name=one.name, digest=one.digest, size=one.size, media_type=one.media_type
    )


def cell_issues(issues: Iterable[CellIssue]) -> list[case_pb2.CellIssue]:
    """What was found in cells."""
    return [
        case_pb2.CellIssue(
            sheet=one.sheet,
            row=one.row,
            column=one.column,
            code=one.code,
            message=one.message,
            is_error=one.severity == "error",
        )
        for one in issues
    ]
