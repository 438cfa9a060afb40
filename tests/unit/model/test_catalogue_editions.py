"""Shows which editions of a catalogue count: each in its turn, whole, and of quarters that are nobody else's."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from federation.model.catalogue import split_edition
from federation.model.catalogue_editions import MAX_WAITING, AreaEditions, PartFacts, fold_part, fold_parts, part_facts
from tests.support.catalogues import Q1, Q2, Q3, part_of, project_at

YEAR = (Q1, Q1 + 3)


def said(index, edition=1, part=1, parts=1, *, quarters=(Q1, Q1), by=b"a", codes=()):
    return PartFacts(
        index=index, quarters=quarters, edition=edition, part=part, parts=parts, said=by * 32, codes=frozenset(codes)
    )


def current(*parts):
    return {quarters: (one.edition, one.indexes) for quarters, one in fold_parts(parts).current.items()}


def test_editions_follow_one_another():
    assert current(said(0), said(1, 2), said(2, 3)) == {(Q1, Q1): (3, (2,))}


@pytest.mark.parametrize("edition", [1, 3, 9])
def test_an_edition_out_of_turn_is_void(edition):
    assert current(said(0), said(1, edition)) == {(Q1, Q1): (1, (0,))}


def test_of_two_editions_of_one_number_the_first_stands():
    assert current(said(0), said(1, 2, by=b"b"), said(2, 2, by=b"c")) == {(Q1, Q1): (2, (1,))}


def test_an_edition_counts_once_all_its_parts_are_there():
    parts = [said(at, part=at + 1, parts=3) for at in range(3)]
    assert current(*parts[:2]) == {}
    assert current(*parts) == {(Q1, Q1): (1, (0, 1, 2))}


def test_what_was_published_stays_while_the_next_edition_is_not_whole():
    assert current(said(0), said(1, 2, 1, 2)) == {(Q1, Q1): (1, (0,))}


@pytest.mark.parametrize(
    "other",
    [
        said(1, part=3, parts=3),
        said(1, part=2, parts=4),
        said(1, part=2, parts=3, by=b"b"),
        said(1, edition=2, part=2, parts=3),
        said(1, part=2, parts=3, quarters=(Q2, Q2)),
    ],
    ids=["one is missing", "another number of parts", "another reason", "another edition", "another quarter"],
)
def test_a_part_that_does_not_continue_the_edition_is_void(other):
    parts = [said(0, part=1, parts=3), other, said(2, part=2, parts=3), said(3, part=3, parts=3)]
    assert current(*parts) == {(Q1, Q1): (1, (0, 2, 3))}


def test_an_edition_that_never_became_whole_can_be_begun_anew():
    assert current(said(0, parts=2), said(1, parts=2), said(2, part=2, parts=2)) == {(Q1, Q1): (1, (1, 2))}


def test_a_quarter_belongs_to_one_range():
    assert current(said(0, quarters=(Q1, Q2)), said(1, quarters=(Q2, Q2)), said(2, quarters=(Q2, Q3))) == {
        (Q1, Q2): (1, (0,))
    }
    assert current(said(0, quarters=(Q1, Q2)), said(1, quarters=(Q3, Q3))).keys() == {(Q1, Q2), (Q3, Q3)}


def test_what_waits_for_quarters_that_are_taken_meanwhile_comes_to_nothing():
    parts = [said(0, parts=2, quarters=YEAR), said(1), said(2, part=2, parts=2, quarters=YEAR)]
    assert current(*parts) == {(Q1, Q1): (1, (1,))}
    assert fold_parts(parts).waiting == {}


def test_a_code_that_stands_twice_in_an_edition_makes_it_void_and_leaves_its_number_free():
    twice = [said(0, parts=2, codes="P"), said(1, part=2, parts=2, codes="P")]
    assert fold_parts(twice) == AreaEditions()
    assert current(*twice, said(2, codes="P")) == {(Q1, Q1): (1, (2,))}


def test_the_parts_of_a_split_edition_make_it_whole():
    whole = part_of(*(project_at(number, content="讲" * 300) for number in range(200)))
    facts = [part_facts(at, one, "33") for at, one in enumerate(split_edition(whole))]
    (begun,) = fold_parts(facts[:-1]).waiting.values()
    assert begun.codes == {one.code for one in whole.projects} - facts[-1].codes
    (edition,) = fold_parts(facts).current.values()
    assert edition.indexes == tuple(range(len(facts)))


@pytest.mark.parametrize("area", ["31", "3101", "310101", "133010"])
def test_attack_a_part_of_another_branchs_area_is_void(area):
    part = part_of(project_at(1), area=area)
    assert fold_parts([part_facts(0, part, "33")]) == AreaEditions()
    assert (Q1, Q1) in fold_parts([part_facts(0, part, area[:2])]).current


def test_attack_of_many_editions_that_never_become_whole_only_the_newest_wait():
    quarters = [(Q1 + at, Q1 + at) for at in range(MAX_WAITING + 2)]
    begun = [said(at, parts=2, quarters=one) for at, one in enumerate(quarters)]
    assert fold_parts(begun).waiting.keys() == set(quarters[2:])
    void, waits = (said(9, part=2, parts=2, quarters=one) for one in (quarters[0], quarters[-1]))
    assert current(*begun, void) == {}
    assert current(*begun, waits).keys() == {quarters[-1]}


def test_attack_an_edition_begun_again_and_again_takes_no_place_of_others():
    others = [said(at, parts=2, quarters=(Q1 + at, Q1 + at)) for at in range(MAX_WAITING)]
    again = [said(10 + at, parts=2, quarters=(Q1, Q1)) for at in range(20)]
    assert len(fold_parts([*others, *again]).waiting) == MAX_WAITING


PARTS = st.builds(
    said,
    st.just(0),
    st.integers(1, 3),
    st.integers(1, 3),
    st.integers(1, 3),
    quarters=st.sampled_from([(Q1, Q1), (Q2, Q2), (Q1, Q2), (Q2, Q3)]),
    by=st.sampled_from([b"a", b"b"]),
    codes=st.sets(st.sampled_from("PQ"), max_size=1),
)


@given(parts=st.lists(PARTS, max_size=12))
def test_whatever_a_log_says_no_quarter_is_in_two_ranges_and_editions_only_rise(parts):
    editions, highest = AreaEditions(), {}
    for one in parts:
        editions = fold_part(editions, one)
        for quarters, edition in editions.current.items():
            assert edition.edition - highest.get(quarters, 0) in (0, 1)
            assert len(edition.indexes) == edition.parts
            highest[quarters] = edition.edition
        assert len(editions.waiting) <= MAX_WAITING
    taken = list(itertools.chain.from_iterable(range(first, last + 1) for first, last in editions.current))
    assert len(taken) == len(set(taken))
