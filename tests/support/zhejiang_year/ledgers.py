"""Ledgers: one for every run that has results, whole for some, with nothing but the course's design for the rest."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random

from adapters.zhejiang.ledger_sheets import EVALUATIONS, LEARNERS, SIGN_IN
from federation.model.ledger import ALL_PARTS, LedgerPart
from node.bootstrap import Node
from node.model.access import Actor
from node.services.ledgers.keeping import RunStatement
from samples.people import Person
from tests.support.workbooks import headers_of
from tests.support.zhejiang_year.books import Row, write_sheet
from tests.support.zhejiang_year.distorted import Distortion
from tests.support.zhejiang_year.plan import Plan, Training

RECORD = b"%PDF-1.7\n% how the training went\n"
SESSIONS = 4
"""Mornings of three hours, on the days up to the last: sixteen training hours of 45 minutes."""
ABSENT_EACH = 5
REMARKS = ("", "能独立完成实操", "还需多加练习", "学习认真", "进步明显", "善于帮助他人", "动手能力强")
ALIKE = ("88", "学习态度端正，成绩优良")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """How ledgers are kept, each once in so many.

    Attributes:
        sheets_each: runs whose learners, sign-in and evaluations are filed as workbooks.
        records_each: runs with a record of the training, those with sheets besides.
    """

    sheets_each: int
    records_each: int

    def has_sheets(self, training: Training) -> bool:
        """Whether the ledger is whole; what is distorted in its evaluations has them."""
        return training.distortion is Distortion.EVALUATIONS or _is_one_in(training, self.sheets_each)

    def parts(self, training: Training) -> tuple[LedgerPart, ...]:
        """What the run's ledger comes to hold."""
        if self.has_sheets(training):
            return ALL_PARTS
        has_record = _is_one_in(training, self.records_each)
        return (LedgerPart.COURSE_DESIGN, LedgerPart.RECORD) if has_record else (LedgerPart.COURSE_DESIGN,)


class LedgerBooks:
    """Opens ledgers and fills them."""

    def __init__(self, node: Node, plan: Plan, folder: Path, kept: Kept) -> None:
        self._node = node
        self._plan = plan
        self._folder = folder
        self._kept = kept

    async def keep(self, training: Training, code: str, actor: Actor) -> int:
        """One run's ledger; how many rows its sheets have."""
        parts, keeping = self._kept.parts(training), self._node.ledgers.keeping
        place = f"{training.school.name}教室"
        stated = RunStatement(place=place, teacher="云示例", design=f"{training.name}的课程设计")
        run = (await keeping.open(code, stated, actor=actor)).run
        if LedgerPart.RECORD in parts:
            await keeping.attach(code, run, LedgerPart.RECORD, name="记录.pdf", content=RECORD, actor=actor)
        return await self._take_sheets(training, code, run, actor) if self._kept.has_sheets(training) else 0

    async def _take_sheets(self, training: Training, code: str, run: int, actor: Actor) -> int:
        taken = 0
        roster = self._plan.roster(training)
        for part, template, rows in (
            (LedgerPart.LEARNERS, LEARNERS, [_learner(at, one) for at, one in enumerate(roster)]),
            (LedgerPart.SIGN_IN, SIGN_IN, sign_ins(training, roster)),
            (LedgerPart.EVALUATION, EVALUATIONS, evaluations(training, roster)),
        ):
            path = self._folder / f"{code}-{part}.xlsx"
            write_sheet(path, template.title, headers_of(template), rows)
            report = await self._node.ledgers.sheets.take(code, run, part, path, actor=actor)
            assert (report.accepted, report.rejected) == (len(rows), 0), report.errors
            taken += report.accepted
            path.unlink()
        return taken


def sign_ins(training: Training, roster: list[Person]) -> list[Row]:
    """Who was there: some missed a morning; to a second course only its own learners come."""
    rows: list[Row] = []
    for session in range(SESSIONS):
        course = session * len(training.courses) // SESSIONS
        day = training.held_on - timedelta(days=SESSIONS - 1 - session)
        for at, person in enumerate(roster[: training.counts[course]]):
            signed = "缺" if at % ABSENT_EACH == 1 and at % SESSIONS == session else "到"
            rows.append(
                [
                    *(f"{day:%Y%m%d}", "9:00", "12:00", training.courses[course]),
                    *(person.name, person.document_number, signed),
                ]
            )
    return rows


def evaluations(training: Training, roster: list[Person]) -> list[Row]:
    """How each of them did; drawn, as marks made by a formula come again on another class's sheet."""
    rng = Random(f"evaluations/{training.number}")
    rows: list[Row] = []
    for person in roster:
        score, remark = str(rng.randint(60, 99)), rng.choice(REMARKS)
        if training.distortion is Distortion.EVALUATIONS:
            score, remark = ALIKE
        rows.append([person.name, person.document_number, "合格", score, remark])
    return rows


def _learner(at: int, person: Person) -> Row:
    return [person.name, "居民身份证", person.document_number, f"139000{at:05d}"]


def _is_one_in(training: Training, each: int) -> bool:
    # Spread over schools: their numbers and their projects' go up together.
    return each > 0 and (training.number + training.ordinal) % each == 0
