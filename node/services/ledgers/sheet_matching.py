"""Rows of a ledger's sheets held against the run's learners: whoever signs in or is evaluated is one of them.

Learners are told by their documents; where a row states none, by a name that one learner alone has.

Source: 浙学银〔2019〕2号, 二（二） (学习者信息, 签到表, 学习成果评价表).
"""

from collections.abc import Iterable, Sequence
from typing import Protocol

import msgspec

from adapters.base import CellIssue, RowRef
from adapters.ledgers import EvaluationLine, LearnerLine, SignInLine
from federation.errors import LedgerRefused
from federation.model.achievement import fold_text
from federation.model.document import Document
from node.model.training_run import (
    MAX_LEARNERS,
    MAX_SESSIONS,
    RunEvaluation,
    RunLearner,
    RunSession,
    TrainingRun,
    numbered,
)

LedgerLine = LearnerLine | SignInLine | EvaluationLine
NAME, NUMBER = "姓名", "证件号码"
SENTENCES = {
    "learner-twice": "该学员在表中出现不止一次，请保留一行。",
    "not-a-learner": "本期学员中没有此人，请核对姓名和证件号码，或先录入学员信息表。",
    "learner-ambiguous": "本期有同名学员，请填写证件号码。",
    "learner-name-differs": "姓名与学员信息表中该证件号码的姓名不一致，请核对。",
    "signed-twice": "该学员在同一场次出现不止一行，请保留一行。",
    "evaluated-twice": "该学员有不止一行评价，请保留一行。",
}


class OfLearner(Protocol):
    """A row about one learner of the run."""

    @property
    def ref(self) -> RowRef:
        """Where it stands."""
        ...

    @property
    def name(self) -> str:
        """As written."""
        ...

    @property
    def candidate_documents(self) -> tuple[Document, ...]:
        """What the number may be, if one is stated."""
        ...


def with_sheet(run: TrainingRun, lines: Sequence[LedgerLine], *, is_whole: bool) -> tuple[TrainingRun, list[CellIssue]]:
    """The run with what a sheet says, or all that is wrong with its rows.

    Args:
        run: as it is.
        lines: all of one kind.
        is_whole: whether the sheet stands instead of what is there; else it is added.

    Raises:
        LedgerRefused: more learners or sessions than a run may have.
    """
    learners = [one for one in lines if isinstance(one, LearnerLine)]
    signed = [one for one in lines if isinstance(one, SignInLine)]
    evaluated = [one for one in lines if isinstance(one, EvaluationLine)]
    issues: list[CellIssue] = []
    if learners:
        run = _with_learners(run, learners, is_whole, issues)
    if signed:
        run = _with_sessions(run, signed, is_whole, issues)
    if evaluated:
        run = _with_evaluations(run, evaluated, is_whole, issues)
    if len(run.learners) > MAX_LEARNERS:
        raise LedgerRefused(reason="too-many-learners")
    if len(run.sessions) > MAX_SESSIONS:
        raise LedgerRefused(reason="too-many-sessions")
    return run, issues


def _with_learners(
    run: TrainingRun, lines: Iterable[LearnerLine], is_whole: bool, issues: list[CellIssue]
) -> TrainingRun:
    listed: dict[Document, RunLearner] = {}
    for line in lines:
        if line.document in listed:
            issues.append(_issue(line.ref, NUMBER, "learner-twice"))
            continue
        listed[line.document] = RunLearner(
            number=0,
            name=line.name,
            document_type=line.document.type,
            document_number=line.document.number,
            phone=line.phone,
        )
    return numbered(run, list(listed.values()), is_whole=is_whole)


def _with_sessions(
    run: TrainingRun, lines: Iterable[SignInLine], is_whole: bool, issues: list[CellIssue]
) -> TrainingRun:
    learners = _Learners(run)
    sessions = {} if is_whole else {one.place: one for one in run.sessions}
    stated: dict[object, dict[int, bool]] = {}
    for line in lines:
        number = learners.find(line, issues)
        if number is None:
            continue
        blank = RunSession(on=line.on, starts_at=line.starts_at, ends_at=line.ends_at, course=line.course)
        sessions.setdefault(blank.place, blank)
        said = stated.setdefault(blank.place, {})
        if number in said:
            issues.append(_issue(line.ref, NAME, "signed-twice"))
        said[number] = line.is_present
    for place, session in sessions.items():
        said = stated.get(place, {})
        present = {number for number in session.present if said.get(number, True)}
        present |= {number for number, is_present in said.items() if is_present}
        sessions[place] = msgspec.structs.replace(session, present=tuple(sorted(present)))
    return msgspec.structs.replace(run, sessions=tuple(sessions[place] for place in sorted(sessions)))


def _with_evaluations(
    run: TrainingRun, lines: Iterable[EvaluationLine], is_whole: bool, issues: list[CellIssue]
) -> TrainingRun:
    learners = _Learners(run)
    evaluations = {} if is_whole else {one.learner: one for one in run.evaluations}
    seen: set[int] = set()
    for line in lines:
        number = learners.find(line, issues)
        if number is None:
            continue
        if number in seen:
            issues.append(_issue(line.ref, NAME, "evaluated-twice"))
        seen.add(number)
        evaluations[number] = RunEvaluation(
            learner=number, outcome=line.outcome, score=line.score, comment=line.comment
        )
    return msgspec.structs.replace(run, evaluations=tuple(evaluations[number] for number in sorted(evaluations)))


class _Learners:
    """A run's learners, to be found by document or by name."""

    def __init__(self, run: TrainingRun) -> None:
        self._by_document = {one.document: one for one in run.learners}
        self._by_name: dict[str, list[RunLearner]] = {}
        for one in run.learners:
            self._by_name.setdefault(fold_text(one.name), []).append(one)

    def find(self, line: OfLearner, issues: list[CellIssue]) -> int | None:
        """The learner's number, or None and why."""
        if line.candidate_documents:
            found = [self._by_document[one] for one in line.candidate_documents if one in self._by_document]
            if found and fold_text(found[0].name) != fold_text(line.name):
                issues.append(_issue(line.ref, NAME, "learner-name-differs"))
                return None
            column = NUMBER
        else:
            found = self._by_name.get(fold_text(line.name), [])
            column = NAME
        if len(found) == 1:
            return found[0].number
        issues.append(_issue(line.ref, column, "learner-ambiguous" if found else "not-a-learner"))
        return None


def _issue(ref: RowRef, column: str, code: str) -> CellIssue:
    return CellIssue(sheet=ref.sheet, row=ref.row, column=column, code=code, message=SENTENCES[code])
