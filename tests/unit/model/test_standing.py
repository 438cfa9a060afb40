"""Shows the whole table of what steps do to what they cite, and every reason for which a step is void."""

import pytest
from msgspec.structs import replace

from federation.model.entry import KNOWN_KINDS, Citation, Header, Kind
from federation.model.standing import CitedEntry, Status, Step, Verdict, is_well_formed, judge
from tests.support.branches import octets

ORIGIN, ELSEWHERE = "creditbank.delta/1/32", "creditbank.delta/1/33"
LEAF, ACHIEVEMENT, DIGEST = octets("leaf"), octets("achievement", 16), octets("digest")
CITE = Citation(origin=ORIGIN, index=3, leaf_hash=LEAF)
AT = 9
CITED = CitedEntry(
    kind=Kind.ACHIEVEMENT_ISSUED,
    status=Status.VALID,
    achievement_id=ACHIEVEMENT,
    leaf_hash=LEAF,
    has_private_part=True,
)
REVOKED = Header(kind=Kind.ACHIEVEMENT_REVOKED, entry_id=bytes(16), cites=(CITE,))
ERASED = Header(kind=Kind.ERASED, entry_id=bytes(16), cites=(CITE,))
CORRECTED = Header(
    kind=Kind.ACHIEVEMENT_CORRECTED,
    entry_id=bytes(16),
    cites=(CITE,),
    achievement_id=ACHIEVEMENT,
    key_epoch=1,
    private_digest=DIGEST,
)
CRITICAL = Header(kind=9_000, entry_id=bytes(16), cites=(CITE,), critical=True)
REINSTATED = Header(kind=Kind.ACHIEVEMENT_REINSTATED, entry_id=bytes(16), cites=(CITE,), critical=True)
UNLINKED = Header(kind=Kind.SUBJECT_UNLINKED, entry_id=bytes(16), cites=(CITE,), critical=True)
STEPS = {
    "corrected": CORRECTED,
    "revoked": REVOKED,
    "erased": ERASED,
    "unknown-critical": CRITICAL,
    "reinstated": REINSTATED,
}
# Rows: what the cited entry is now. Columns: the step. None: void.
_, V, C, R, E, U = None, Status.VALID, Status.CORRECTED, Status.REVOKED, Status.ERASED, Status.UNKNOWN
TABLE = {
    #                  corrected, revoked, erased, unknown and critical, reinstated
    Status.VALID:     (C, R, E, U, _),
    Status.UNKNOWN:   (C, R, E, U, _),
    Status.CORRECTED: (_, _, E, U, _),
    Status.REVOKED:   (_, _, E, U, V),
    Status.HELD:      (_, _, E, U, _),
    Status.CONVERTED: (_, _, E, U, _),
    Status.ERASED:    (_, _, _, _, _),
    Status.VOID:      (_, _, E, _, _),
}  # fmt: skip


def judged(header: Header, cited: CitedEntry | None = CITED, *, origin: str = ORIGIN, index: int = AT) -> Step:
    (step,) = judge(origin, index, header, lambda cite: cited)
    return step


def void(header: Header, cited: CitedEntry = CITED, *, origin: str = ORIGIN, index: int = AT) -> bool:
    step = judged(header, cited, origin=origin, index=index)
    assert (step.status is None) == (step.verdict is not Verdict.EFFECTIVE)
    return step.verdict is Verdict.VOID


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize(("column", "name"), list(enumerate(STEPS)))
def test_every_step_in_every_state(status, column, name):
    expected = TABLE[status][column]
    step = judged(STEPS[name], replace(CITED, status=status))
    assert (step.verdict, step.status) == (Verdict.EFFECTIVE if expected else Verdict.VOID, expected)
    assert step.cite == CITE


def test_the_table_has_every_state():
    assert set(TABLE) == set(Status)


def test_erased_is_final_for_every_kind():
    for header in STEPS.values():
        assert void(header, replace(CITED, status=Status.ERASED))


@pytest.mark.parametrize("name", STEPS)
def test_nobody_writes_about_another_branchs_entry(name):
    assert void(STEPS[name], origin=ELSEWHERE)


@pytest.mark.parametrize("name", STEPS)
@pytest.mark.parametrize("index", [3, 2, 0])
def test_an_entry_cites_only_what_came_before_it(name, index):
    assert void(STEPS[name], index=index)


@pytest.mark.parametrize("name", STEPS)
def test_a_citation_with_another_leaf_hash_is_void(name):
    assert void(STEPS[name], replace(CITED, leaf_hash=octets("another")))


@pytest.mark.parametrize("name", STEPS)
def test_a_citation_of_what_has_not_arrived_waits(name):
    assert judged(STEPS[name], None) == Step(cite=CITE, verdict=Verdict.WAITING)


def test_a_correction_inherits_the_identity_of_what_it_corrects():
    assert void(replace(CORRECTED, achievement_id=octets("another", 16)))


@pytest.mark.parametrize(
    "kind", [Kind.ACHIEVEMENT_REVOKED, Kind.ERASED, Kind.SUBJECT_LINKED, Kind.ACCESS_DIGEST, 9_000, -1]
)
def test_only_achievements_are_corrected_and_revoked(kind):
    cited = replace(CITED, kind=kind)
    assert void(REVOKED, cited)
    assert void(CORRECTED, cited)


def test_a_correction_can_itself_be_corrected_and_revoked():
    cited = replace(CITED, kind=Kind.ACHIEVEMENT_CORRECTED)
    assert judged(CORRECTED, cited).status is Status.CORRECTED
    assert judged(REVOKED, cited).status is Status.REVOKED


def test_whatever_has_a_private_part_can_be_erased_and_nothing_else():
    for kind in (Kind.ACHIEVEMENT_CORRECTED, Kind.SUBJECT_LINKED, 9_000):
        assert judged(ERASED, replace(CITED, kind=kind)).status is Status.ERASED
        assert void(ERASED, replace(CITED, kind=kind, has_private_part=False))


def test_an_unknown_kind_that_is_not_critical_changes_nothing():
    assert void(replace(CRITICAL, critical=False))


def test_an_unknown_critical_kind_makes_whatever_it_cites_unknown():
    for kind in (*KNOWN_KINDS, 9_001):
        assert judged(CRITICAL, replace(CITED, kind=kind)).status is Status.UNKNOWN


def test_an_unknown_critical_kind_of_another_origin_changes_nothing():
    assert void(CRITICAL, origin=ELSEWHERE)


@pytest.mark.parametrize("kind", [Kind.ACHIEVEMENT_ISSUED, Kind.SUBJECT_LINKED, Kind.ACCESS_DIGEST])
@pytest.mark.parametrize("critical", [False, True])
def test_a_known_kind_that_cites_nothing_by_right_changes_nothing(kind, critical):
    assert void(replace(CORRECTED, kind=kind, plain_body=b"x", critical=critical))


def test_a_link_is_taken_back_once_and_nothing_else_is():
    link = replace(CITED, kind=Kind.SUBJECT_LINKED)
    for status in Status:
        step = judged(UNLINKED, replace(link, status=status))
        assert step.status is (Status.REVOKED if status in (Status.VALID, Status.UNKNOWN) else None)
    for kind in KNOWN_KINDS - {Kind.SUBJECT_LINKED}:
        assert void(UNLINKED, replace(CITED, kind=kind))


def test_a_link_that_was_taken_back_is_not_reinstated():
    assert void(REINSTATED, replace(CITED, kind=Kind.SUBJECT_LINKED, status=Status.REVOKED))


@pytest.mark.parametrize("header", [REINSTATED, UNLINKED], ids=["reinstated", "unlinked"])
def test_a_later_kind_that_does_not_say_that_it_is_critical_changes_nothing(header):
    for cited in (replace(CITED, status=Status.REVOKED), replace(CITED, kind=Kind.SUBJECT_LINKED)):
        assert void(replace(header, critical=False), cited)


def test_each_citation_is_judged_by_itself():
    missing, late, foreign = (
        replace(CITE, index=4), replace(CITE, index=AT), replace(CITE, origin=ELSEWHERE)
    )  # fmt: skip
    header = replace(REVOKED, cites=(CITE, missing, late, foreign))
    steps = judge(ORIGIN, AT, header, lambda cite: CITED if cite == CITE else None)
    assert [one.verdict for one in steps] == [Verdict.EFFECTIVE, Verdict.WAITING, Verdict.VOID, Verdict.VOID]
    assert [one.cite for one in steps] == list(header.cites)


def test_an_entry_without_citations_has_no_outcome():
    assert judge(ORIGIN, AT, replace(CORRECTED, kind=Kind.ACHIEVEMENT_ISSUED, cites=()), lambda cite: CITED) == []


ISSUED = replace(CORRECTED, kind=Kind.ACHIEVEMENT_ISSUED, cites=())
LINKED = Header(kind=Kind.SUBJECT_LINKED, entry_id=bytes(16), key_epoch=1, private_digest=DIGEST)
DIGESTED = Header(kind=Kind.ACCESS_DIGEST, entry_id=bytes(16), plain_body=b"digest")


@pytest.mark.parametrize(
    "header", [ISSUED, CORRECTED, REVOKED, ERASED, LINKED, DIGESTED, CRITICAL, REINSTATED, UNLINKED]
)
def test_what_each_kind_needs_is_well_formed(header):
    assert is_well_formed(header)


@pytest.mark.parametrize(
    "header",
    [
        replace(ISSUED, private_digest=b""),
        replace(ISSUED, achievement_id=b""),
        replace(ISSUED, key_epoch=0),
        replace(ISSUED, cites=(CITE,)),
        replace(CORRECTED, cites=()),
        replace(CORRECTED, cites=(CITE, CITE)),
        replace(CORRECTED, private_digest=b""),
        replace(REVOKED, cites=()),
        replace(REVOKED, private_digest=DIGEST),
        replace(ERASED, cites=()),
        replace(ERASED, private_digest=DIGEST),
        replace(LINKED, private_digest=b""),
        replace(LINKED, key_epoch=0),
        replace(LINKED, cites=(CITE,)),
        replace(REINSTATED, cites=()),
        replace(REINSTATED, private_digest=DIGEST),
        replace(REINSTATED, critical=False),
        replace(UNLINKED, cites=()),
        replace(UNLINKED, private_digest=DIGEST),
        replace(UNLINKED, critical=False),
        replace(DIGESTED, plain_body=b""),
        replace(DIGESTED, private_digest=DIGEST),
        replace(DIGESTED, cites=(CITE,)),
    ],
)
def test_an_entry_that_lacks_or_exceeds_what_its_kind_has_is_not_and_its_steps_are_void(header):
    assert not is_well_formed(header)
    assert all(one.verdict is Verdict.VOID for one in judge(ORIGIN, AT, header, lambda cite: CITED))
