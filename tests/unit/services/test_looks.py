"""Shows that a person is told of every look at what is theirs at the branch, and of nobody else's."""

from node.cli.looking.looks import WORDS
from node.model.access import Basis, Duty
from node.services.looking.looks import LOOKS
from samples.people import person_at
from tests.support.deposits import CERTIFICATE, DOCUMENT, PERSON, add_units, operator, submitted
from tests.support.services import ACTOR, account_row, accounts_file, document_of, take_in

ANOTHER = document_of(person_at(4))


async def test_looks_at_records_account_and_deposits_are_told_with_who_and_why(node, tmp_path):
    await add_units(node)
    clerk = await operator(node, "填报员", "X1", Duty.FILING)
    reviewer = await operator(node, "审核员", "S1", Duty.REVIEW)
    await take_in(node, accounts_file(tmp_path / "a.xlsx", [account_row(3)]), unit="X1")
    assert person_at(3) == PERSON
    case_id = await submitted(node, CERTIFICATE, clerk)
    await node.deposits.views.evidence(case_id, 1, actor=reviewer)
    await node.lookup.look_up(DOCUMENT, purpose="办理入学", basis=Basis.CONSENT, actor=clerk)
    await node.lookup.look_up(ANOTHER, purpose="办理入学", basis=Basis.CONSENT, actor=clerk)
    await node.accounts.show(DOCUMENT, purpose="核对", basis=Basis.SELF, actor=clerk)
    found = await node.looks.of_person(DOCUMENT, actor=ACTOR)
    assert [(one.action, one.actor, one.basis) for one in found] == [
        ("deposit-compare-name", "填报员", "duty"),
        ("deposit-show", "审核员", "duty"),
        ("read-attachment", "审核员", ""),
        ("lookup", "填报员", "consent"),
        ("look-at-account", "填报员", "self"),
        ("look-at-looks", ACTOR.name, "self"),
    ]
    assert [one.purpose for one in found if one.purpose] == ["办理入学", "核对"]
    assert {one.place.code for one in found if one.place is not None} == {"X1", "S1"}


async def test_a_look_by_somebody_who_was_suspended_since_is_told_with_their_unit(node):
    await add_units(node)
    clerk = await operator(node, "填报员", "X1", Duty.FILING)
    await node.lookup.look_up(DOCUMENT, purpose="好奇", basis=Basis.DUTY, actor=clerk)
    await node.operators.suspend("填报员", actor=ACTOR)
    first, _ = await node.looks.of_person(DOCUMENT, actor=ACTOR)
    assert (first.actor, first.place.code, first.purpose) == ("填报员", "X1", "好奇")


def test_every_kind_of_look_has_its_words():
    assert WORDS.keys() == set(LOOKS)
