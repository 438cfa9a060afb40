"""How complete a ledger is: which of its five parts are there and agree with one another, and what is wanting.

A part that is kept as a file is there; only what is structured can be held against the rest.

Source: 浙学银〔2019〕2号, 二（二） and 四 (对于缺乏相关材料或数据存在失真的…).
"""

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from federation.error_catalogue.phrases import Phrase
from federation.model.achievement import fold_text
from federation.model.ledger import ALL_PARTS, LedgerPart
from node.model.case import Attachment
from node.model.training_run import MINUTES_A_TRAINING_HOUR, TrainingRun, minutes_attended, parts_there

PART_NAMES = {
    LedgerPart.LEARNERS: Phrase("学习者信息", "learners"),
    LedgerPart.SIGN_IN: Phrase("签到表", "sign-in sheets"),
    LedgerPart.COURSE_DESIGN: Phrase("课程设计", "course design"),
    LedgerPart.RECORD: Phrase("培训记录", "record of the training"),
    LedgerPart.EVALUATION: Phrase("学习成果评价表", "evaluation"),
}
SENTENCES = {
    "missing": Phrase("没有{part}", "there is no {part}"),
    "not-a-learner": Phrase(
        "{part}中有 {count} 处不是本期学员", "the {part} has {count} entries of somebody who isn't a learner of the run"
    ),
    "outside-dates": Phrase(
        "有 {count} 次上课不在本期起止日期之内", "{count} sessions are outside the run's first and last day"
    ),
    "never-present": Phrase("有 {count} 名学员从未签到", "{count} learners never signed in"),
    "course-unknown": Phrase(
        "有 {count} 次上课没有注明课程，或课程不属于本项目",
        "{count} sessions name no course, or one that isn't the project's",
    ),
    "hours-short": Phrase(
        "课程“{course}”签到合计 {held} 培训时数，少于目录规定的 {required}",
        "sessions of {course} come to {held} training hours, less than the catalogue's {required}",
    ),
    "not-evaluated": Phrase("有 {count} 名学员没有评价", "{count} learners have no evaluation"),
}


class CourseHours(msgspec.Struct, frozen=True, kw_only=True):
    """A course of the project as the catalogue has it; `training_hours` are hundredths."""

    code: str
    name: str
    training_hours: int


class Gap(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is wanting.

    Attributes:
        part: in which part.
        code: one of `SENTENCES`.
        count: of sessions, entries or learners; 0 where there is nothing to count.
        course: name of the course whose hours are short.
        held, required: its training hours, hundredths.
    """

    part: LedgerPart
    code: str
    count: int = 0
    course: str = ""
    held: int = 0
    required: int = 0

    @property
    def sentence(self) -> Phrase:
        """In words, without a full stop."""
        zh, en = (
            text.format(
                part=PART_NAMES[self.part][at],
                count=self.count,
                course=self.course,
                held=f"{self.held / 100:g}",
                required=f"{self.required / 100:g}",
            )
            for at, text in enumerate(SENTENCES[self.code])
        )
        return Phrase(zh, en)


class Completeness(msgspec.Struct, frozen=True, kw_only=True):
    """The figure and why it isn't five."""

    there: tuple[LedgerPart, ...]
    gaps: tuple[Gap, ...]

    @property
    def complete(self) -> tuple[LedgerPart, ...]:
        """The parts that are there and consistent."""
        lacking = {gap.part for gap in self.gaps}
        return tuple(part for part in self.there if part not in lacking)

    @property
    def figure(self) -> str:
        """Such as ``4/5``."""
        return f"{len(self.complete)}/{len(ALL_PARTS)}"


def completeness(
    run: TrainingRun, attachments: Iterable[Attachment], courses: Sequence[CourseHours] = ()
) -> Completeness:
    """How complete a run's ledger is.

    Args:
        run: the run.
        attachments: its files.
        courses: of its project in the catalogue's current edition; without any, hours aren't held against it.
    """
    there = parts_there(run, attachments)
    gaps = [Gap(part=part, code="missing") for part in ALL_PARTS if part not in there]
    learners = {one.number for one in run.learners}
    if run.sessions:
        gaps += _sign_in_gaps(run, learners, courses)
    if run.evaluations:
        gaps += _evaluation_gaps(run, learners)
    return Completeness(there=there, gaps=tuple(gaps))


def _sign_in_gaps(run: TrainingRun, learners: set[int], courses: Sequence[CourseHours]) -> Iterator[Gap]:
    part = LedgerPart.SIGN_IN
    strangers = sum(number not in learners for session in run.sessions for number in session.present)
    outside = sum(not run.starts_on <= session.on <= run.ends_on for session in run.sessions)
    absent = len(learners - minutes_attended(run).keys())
    unknown = sum(_course_of(session.course, courses) is None for session in run.sessions) if courses else 0
    for code, count in (
        ("not-a-learner", strangers),
        ("outside-dates", outside),
        ("never-present", absent),
        ("course-unknown", unknown),
    ):
        if count:
            yield Gap(part=part, code=code, count=count)
    for course in courses:
        minutes = sum(one.minutes for one in run.sessions if _course_of(one.course, courses) is course)
        held = minutes * 100 // MINUTES_A_TRAINING_HOUR
        if held < course.training_hours:
            yield Gap(part=part, code="hours-short", course=course.name, held=held, required=course.training_hours)


def _evaluation_gaps(run: TrainingRun, learners: set[int]) -> Iterator[Gap]:
    part = LedgerPart.EVALUATION
    evaluated = {one.learner for one in run.evaluations}
    if strangers := len(evaluated - learners):
        yield Gap(part=part, code="not-a-learner", count=strangers)
    if lacking := len(learners - evaluated):
        yield Gap(part=part, code="not-evaluated", count=lacking)


def _course_of(said: str, courses: Sequence[CourseHours]) -> CourseHours | None:
    """The course that a session's words mean; the only one if it says none."""
    if not said:
        return courses[0] if len(courses) == 1 else None
    wanted = fold_text(said)
    return next((one for one in courses if wanted in (fold_text(one.code), fold_text(one.name))), None)
