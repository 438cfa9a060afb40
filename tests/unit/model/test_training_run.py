"""Shows what a run's ledger is by its digest, and when it is complete."""

import hmac
from datetime import date, time
from hashlib import sha256

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from federation.errors import IntegrityBroken
from federation.model.document import DocumentType
from federation.model.ledger import ALL_PARTS, LedgerPart
from node.model.case import Attachment
from node.model.ledger_completeness import SENTENCES, CourseHours, completeness
from node.model.ledger_manifest import manifest_digest, manifest_of
from node.model.training_run import (
    RunEvaluation,
    RunLearner,
    RunSession,
    TrainingRun,
    encode_run,
    minutes_attended,
    numbered,
    parse_run,
)
from samples.people import person_at


def learner(index, number=0):
    person = person_at(index)
    return RunLearner(
        number=number or index,
        name=person.name,
        document_type=DocumentType.RESIDENT_ID,
        document_number=person.document_number,
        phone="0571-85000000",
    )


def session(day, *present, course=""):
    return RunSession(
        on=date(2026, 3, day), starts_at=time(9), ends_at=time(11, 15), course=course, present=tuple(present)
    )


def file(part, content=b"%PDF-1.7", name="a.pdf"):
    return Attachment(
        part=part, name=name, digest=sha256(content).digest(), size=len(content), media_type="application/pdf"
    )


RUN = TrainingRun(
    project_code="P3301061900001A",
    run=1,
    starts_on=date(2026, 3, 1),
    ends_on=date(2026, 3, 31),
    salt=bytes(range(32)),
    place="社区活动中心二楼",
    design="四次课，每次三学时",
    learners=(learner(1), learner(2)),
    sessions=(session(2, 1, 2), session(9, 1, 2), session(16, 1), session(23, 1, 2)),
    evaluations=(RunEvaluation(learner=1, outcome="pass"), RunEvaluation(learner=2, outcome="pass", score="86")),
)
FILES = (file("record"), file("sign-in", b"\xff\xd8\xff scan"))
COURSES = (CourseHours(code="C33010619000010100", name="剪纸", training_hours=12_00),)


def altered(**changes):
    return msgspec.structs.replace(RUN, **changes)


def gaps(run, files=FILES, courses=COURSES):
    return {(gap.part.value, gap.code, gap.count) for gap in completeness(run, files, courses).gaps}


def test_a_run_is_read_as_it_was_kept_and_anything_else_is_not():
    assert parse_run(encode_run(RUN)) == RUN
    for body in (b"", b"{}", encode_run(RUN)[:-1], encode_run(RUN).replace(b'"run"', b'"ran"')):
        with pytest.raises(IntegrityBroken):
            parse_run(body)


def test_nothing_of_the_people_is_shown_by_chance():
    assert person_at(1).name not in repr(RUN) + repr(RUN.learners) + repr(RUN.evaluations)


@given(st.permutations(FILES))
def test_the_same_ledger_has_the_same_digest_whatever_order_its_files_come_in(files):
    assert manifest_digest(RUN, files) == manifest_digest(RUN, FILES)
    assert manifest_digest(parse_run(encode_run(RUN)), files) == manifest_digest(RUN, FILES)


@pytest.mark.parametrize(
    "change",
    [
        {"run": 2},
        {"place": "社区活动中心三楼"},
        {"design": ""},
        {"ends_on": date(2026, 3, 30)},
        {"learners": (learner(1), learner(3, 2))},
        {"learners": (msgspec.structs.replace(learner(1), phone=""), learner(2))},
        {"sessions": RUN.sessions[:-1]},
        {"sessions": (session(2, 1), *RUN.sessions[1:])},
        {"sessions": (*RUN.sessions, session(30))},
        {"evaluations": RUN.evaluations[:1]},
        {"evaluations": (RUN.evaluations[0], RunEvaluation(learner=2, outcome="pass", score="87"))},
        {"salt": bytes(32)},
    ],
)
def test_any_change_gives_another_digest(change):
    assert manifest_digest(altered(**change), FILES) != manifest_digest(RUN, FILES)


@pytest.mark.parametrize(
    "files", [(), FILES[:1], (*FILES, file("record", b"%PDF-2.0")), (file("evaluation"), FILES[1])]
)
def test_any_change_of_files_gives_another_digest(files):
    assert manifest_digest(RUN, files) != manifest_digest(RUN, FILES)


def test_attack_a_ledger_of_one_learner_cannot_be_guessed_from_the_log():
    """Whoever knows everybody who may have learned there, and all the rest, still lacks the salt."""
    run = altered(learners=(learner(1),), sessions=(), evaluations=())
    published = manifest_digest(run, ())
    for salt in (b"", bytes(32)):
        guessed = {
            manifest_digest(msgspec.structs.replace(run, learners=(learner(i, 1),), salt=salt), ()) for i in (1, 2, 3)
        }
        assert published not in guessed
    unkeyed = sha256(msgspec.json.encode(msgspec.structs.replace(run, salt=b""), order="sorted")).hexdigest()
    assert manifest_of(run, ()).structured != unkeyed
    assert len(bytes.fromhex(manifest_of(run, ()).structured)) == hmac.new(b"", b"", sha256).digest_size


def test_a_whole_ledger_is_five_of_five():
    whole = completeness(RUN, FILES, COURSES)
    assert (whole.figure, whole.gaps, whole.complete) == ("5/5", (), ALL_PARTS)


def test_a_run_that_was_only_registered_lacks_everything():
    bare = completeness(altered(design="", learners=(), sessions=(), evaluations=()), ())
    assert (bare.figure, bare.there) == ("0/5", ())
    assert [gap.sentence.zh for gap in bare.gaps] == [
        "没有学习者信息",
        "没有签到表",
        "没有课程设计",
        "没有培训记录",
        "没有学习成果评价表",
    ]


def test_scanned_files_stand_for_what_is_not_structured():
    scanned = [file(part.value) for part in ALL_PARTS]
    bare = altered(design="", learners=(), sessions=(), evaluations=())
    assert completeness(bare, scanned, COURSES).figure == "5/5"


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"sessions": (*RUN.sessions, session(30, 1, 9))}, ("sign-in", "not-a-learner", 1)),
        ({"ends_on": date(2026, 3, 10)}, ("sign-in", "outside-dates", 2)),
        ({"learners": (*RUN.learners, learner(3))}, ("sign-in", "never-present", 1)),
        ({"learners": (*RUN.learners, learner(3))}, ("evaluation", "not-evaluated", 1)),
        ({"sessions": (*RUN.sessions, session(30, 1, course="书法"))}, ("sign-in", "course-unknown", 1)),
        ({"sessions": RUN.sessions[:3]}, ("sign-in", "hours-short", 0)),
        (
            {"evaluations": (*RUN.evaluations, RunEvaluation(learner=7, outcome="pass"))},
            ("evaluation", "not-a-learner", 1),
        ),
    ],
)
def test_what_does_not_agree_is_a_gap_of_its_part(change, found):
    lacking = completeness(altered(**change), FILES, COURSES)
    assert found in gaps(altered(**change))
    assert LedgerPart(found[0]) not in lacking.complete
    assert lacking.figure in ("4/5", "3/5")


def test_sessions_are_counted_for_the_course_that_they_name_by_code_or_name():
    courses = (*COURSES, CourseHours(code="C33010619000010200", name="书法", training_hours=3_00))
    named = tuple(msgspec.structs.replace(one, course="剪 纸") for one in RUN.sessions)
    both = altered(sessions=(*named, session(30, 1, 2, course="C33010619000010200")))
    assert gaps(both, courses=courses) == set()
    (short,) = completeness(altered(sessions=named), FILES, courses).gaps
    assert short.sentence.zh == "课程“书法”签到合计 0 培训时数，少于目录规定的 3"
    assert ("sign-in", "course-unknown", 4) in gaps(RUN, courses=courses)


def test_every_gap_has_a_sentence_in_both_languages():
    for phrase in SENTENCES.values():
        assert phrase.zh
        assert phrase.en
        assert not phrase.zh.endswith("。")


def test_attendance_is_summed_by_learner():
    assert minutes_attended(RUN) == {1: 540, 2: 405}


def test_a_learner_keeps_their_number_and_nobody_gets_one_that_was_anothers():
    listed = numbered(RUN, [learner(2, 99), learner(5, 99)], is_whole=True)
    assert [(one.number, one.name) for one in listed.learners] == [(2, person_at(2).name), (3, person_at(5).name)]
    again = numbered(listed, [learner(1, 99)], is_whole=False)
    assert [one.number for one in again.learners] == [2, 3, 4]
