"""A training run (期次) of a catalogue project and its ledger (过程性台账): who learned, who was there, how they did.

A run is a case of the project's unit, so that whatever is done to its ledger has a history. What can be
structured is: learners, sessions with who signed in, evaluations, the course's design. Files hold the rest.
Learners have numbers of their own, which stay theirs when the list is filed anew.

Source: 浙学银〔2019〕2号, 二（二）: 学习者信息（姓名、身份证号、联系方式）, 签到表, 课程设计, 培训记录, 学习成果评价表.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta

import msgspec

from federation.errors import IntegrityBroken
from federation.model.achievement import fold_text
from federation.model.document import Document, DocumentType
from federation.model.ledger import LedgerPart
from node.model.access import Duty
from node.model.case import Attachment, CaseTable, Transition

OPEN, CLOSED = "open", "closed"
CLOSE = "close"
TRAINING_RUNS = CaseTable(
    kind="training-run",
    first=OPEN,
    transitions={(OPEN, CLOSE): Transition(to=CLOSED, duty=Duty.FILING)},
    open_states=frozenset((OPEN,)),
)
MAX_LEARNERS = 2_000
MAX_SESSIONS = 400
SALT_BYTES = 32
MINUTES_A_TRAINING_HOUR = 45
"""The least that an hour of training may be taken to last: the notice doesn't say, a lesson's is the shortest."""


class RunLearner(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One learner of a run; `number` is theirs in it, from 1 on."""

    number: int
    name: str
    document_type: DocumentType
    document_number: str
    phone: str = ""

    def __repr__(self) -> str:
        """Shows nothing about the person."""
        return f"RunLearner({self.number})"

    @property
    def document(self) -> Document:
        """The person's document."""
        return Document(self.document_type, self.document_number)


class RunSession(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One session.

    Attributes:
        on, starts_at, ends_at: in local time; it ends after it starts.
        course: the course's name or code; "" if the project has one course or the sheet doesn't say.
        present: numbers of the learners who signed in, ascending.
    """

    on: date
    starts_at: time
    ends_at: time
    course: str = ""
    present: tuple[int, ...] = ()

    @property
    def minutes(self) -> int:
        """How long it lasted."""
        length = datetime.combine(self.on, self.ends_at) - datetime.combine(self.on, self.starts_at)
        return max(length // timedelta(minutes=1), 0)

    @property
    def place(self) -> tuple[date, time, time, str]:
        """What tells one session of a run from another, in order of time."""
        return self.on, self.starts_at, self.ends_at, fold_text(self.course)


class RunEvaluation(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How one learner did; `outcome` is a code of the province's list."""

    learner: int
    outcome: str
    score: str = ""
    comment: str = ""

    def __repr__(self) -> str:
        """Shows nothing about the person."""
        return f"RunEvaluation({self.learner})"


class TrainingRun(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One run of a project, with what is structured of its ledger.

    Attributes:
        project_code: of the catalogue.
        run: which run of the project, from 1 on.
        starts_on, ends_on: both inclusive.
        teacher, place, design: as the unit words them; "" where it didn't yet.
        salt: 32 random bytes: what is published of the ledger can't be guessed without them.
    """

    project_code: str
    run: int
    starts_on: date
    ends_on: date
    salt: bytes
    place: str = ""
    teacher: str = ""
    design: str = ""
    learners: tuple[RunLearner, ...] = ()
    sessions: tuple[RunSession, ...] = ()
    evaluations: tuple[RunEvaluation, ...] = ()

    def __repr__(self) -> str:
        """Which run it is, and nothing of its people."""
        return f"TrainingRun({self.project_code}, {self.run})"


def encode_run(run: TrainingRun) -> bytes:
    """The bytes that a case keeps."""
    return msgspec.json.encode(run)


def parse_run(body: bytes) -> TrainingRun:
    """The run that `encode_run` wrote.

    Raises:
        IntegrityBroken: the case holds something else.
    """
    try:
        return msgspec.json.decode(body, type=TrainingRun)
    except msgspec.DecodeError:
        # Not chained: the decoder's message may hold what was filed.
        raise IntegrityBroken(what="training run") from None


def parts_there(run: TrainingRun, attachments: Iterable[Attachment]) -> tuple[LedgerPart, ...]:
    """Which parts there is anything of, structured or as a file, in the notice's order."""
    held = {one.part for one in attachments}
    structured = {
        LedgerPart.LEARNERS: bool(run.learners),
        LedgerPart.SIGN_IN: bool(run.sessions),
        LedgerPart.COURSE_DESIGN: bool(run.design),
        LedgerPart.EVALUATION: bool(run.evaluations),
    }
    return tuple(part for part in LedgerPart if part.value in held or structured.get(part, False))


def minutes_attended(run: TrainingRun) -> dict[int, int]:
    """How long each learner was there, by number; who never signed in isn't in it."""
    attended: dict[int, int] = {}
    for session in run.sessions:
        for number in session.present:
            attended[number] = attended.get(number, 0) + session.minutes
    return attended


def numbered(run: TrainingRun, learners: Sequence[RunLearner], *, is_whole: bool) -> TrainingRun:
    """The run with these learners: each keeps the number that their document has in it, others get new ones.

    Args:
        run: as it was.
        learners: each document once; their own numbers don't count.
        is_whole: whether they are all there are; else they are added to those of the run.
    """
    known = {one.document: one for one in run.learners}
    # A number that somebody had isn't given to another: sessions and evaluations may still name it.
    used = [
        *(one.number for one in run.learners),
        *(one.learner for one in run.evaluations),
        *(number for session in run.sessions for number in session.present),
    ]
    following = max(used, default=0) + 1
    listed: dict[Document, RunLearner] = {} if is_whole else dict(known)
    for one in learners:
        number = known[one.document].number if one.document in known else following
        following += number == following
        listed[one.document] = msgspec.structs.replace(one, number=number)
    return msgspec.structs.replace(run, learners=tuple(sorted(listed.values(), key=lambda one: one.number)))
