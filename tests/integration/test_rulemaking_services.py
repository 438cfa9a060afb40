"""Shows `node.v1.RuleMaking` over real TLS: rules from an official's file to a signed entry, by two people."""

import grpc
import pytest

from federation.rules.reading import parse_rules
from federation.rules.wire import parse_rules_body, rules_message
from node.model.access import Duty
from node.v1 import conversion_pb2, conversion_pb2_grpc, rulemaking_pb2, rulemaking_pb2_grpc
from samples.rules import cases_file, rules_file
from tests.support.deposits import operator
from tests.support.own_services import CALL_S, own_services, refused

TEXT = rules_file("jiangsu").read_text(encoding="utf-8")
CASES = cases_file("jiangsu").read_text(encoding="utf-8")
RULES = parse_rules(TEXT, file="jiangsu.toml")
ONE, OTHER = "委员甲", "委员乙"
DAY = "2025-12-20"
FAILED = grpc.StatusCode.FAILED_PRECONDITION


@pytest.fixture
async def served(tmp_path):
    """A branch whose expert committee has two operators at the provincial centre."""
    async with own_services(tmp_path) as made:
        for name in (ONE, OTHER):
            await operator(made.node, name, "32", Duty.RULEMAKING)
        yield made


def making(served, client="centre") -> rulemaking_pb2_grpc.RuleMakingStub:
    return rulemaking_pb2_grpc.RuleMakingStub(served.channel(client))


def draft(text: str = TEXT, **changes) -> rulemaking_pb2.RulesDraft:
    stated = {"file": "jiangsu.toml", "text": text, "cases_file": "cases.toml", "cases": CASES, **changes}
    return rulemaking_pb2.RulesDraft(**stated)


async def drafted(served, text: str = TEXT, **changes) -> str:
    request = rulemaking_pb2.DraftRulesRequest(actor=ONE, draft=draft(text, **changes))
    return (await making(served).Draft(request, timeout=CALL_S)).summary.case.case_id


def remark(case: str, actor: str = ONE, text: str = "各高校均无不同意见") -> rulemaking_pb2.RemarkOnRulesRequest:
    return rulemaking_pb2.RemarkOnRulesRequest(actor=actor, case_id=case, remark=text)


def signature(case: str, actor: str, on: str = DAY) -> rulemaking_pb2.AdoptRulesRequest:
    return rulemaking_pb2.AdoptRulesRequest(actor=actor, case_id=case, on=on)


def of_case(case: str, actor: str = ONE) -> rulemaking_pb2.RulesCaseRequest:
    return rulemaking_pb2.RulesCaseRequest(actor=actor, case_id=case)


async def published(served, text: str = TEXT, **changes) -> rulemaking_pb2.RulesCase:
    stub, case = making(served), await drafted(served, text, **changes)
    await stub.Consult(remark(case), timeout=CALL_S)
    await stub.Adopt(signature(case, ONE), timeout=CALL_S)
    await stub.Adopt(signature(case, OTHER), timeout=CALL_S)
    return await stub.Publish(of_case(case), timeout=CALL_S)


async def test_rules_are_drafted_consulted_on_signed_by_two_and_published_over_the_wire(served):
    case = await published(served)
    assert (case.summary.case.state, case.summary.version, case.rules.adopted_on) == ("issued", 1, DAY)
    assert [(one.actor, one.step) for one in case.steps] == [
        (ONE, "file"),
        (ONE, "consult"),
        (ONE, "sign"),
        (OTHER, "adopt"),
        (ONE, "issue"),
    ]
    (held,) = await served.node.rules.versions()
    assert held.index == case.summary.entry_index
    assert parse_rules_body(case.rules.SerializeToString(deterministic=True)) == held.rules
    stub = making(served)
    listed = [one async for one in stub.List(rulemaking_pb2.ListRulesCasesRequest(actor=OTHER), timeout=CALL_S)]
    assert [(one.case.state, one.title) for one in listed] == [("issued", RULES.title)]


async def test_a_draft_is_shown_whole_with_its_text_for_whoever_goes_on_with_it(served):
    shown = await making(served).Show(of_case(await drafted(served), OTHER), timeout=CALL_S)
    assert shown.rules == rules_message(RULES)
    assert (shown.draft.text, shown.draft.cases, shown.rules.adopted_on) == (TEXT, CASES, "")


async def test_every_listed_client_is_shown_published_rules_whole_and_what_a_version_changed(served):
    await published(served)
    second = TEXT.replace("version = 1", "version = 2", 1).replace("within_months = 60", "within_months = 48", 1)
    await published(served, second, cases_file="", cases="")
    for client in ("portal", "window-x1", "academic"):
        stub = conversion_pb2_grpc.ConversionStub(served.channel(client))
        shown = (await stub.ShowRules(conversion_pb2.ShowRulesRequest(version=1), timeout=CALL_S)).rules
        training = shown.rules[0]
        assert (training.measure, training.minimum, training.unknown) == ("credit-hours", 800, "reviewer")
        assert (training.grants[0].per, training.grants[0].rounding, training.grants[0].at_most) == (1_600, "down", 400)
        assert [(cap.period, cap.credits) for cap in shown.schemes[0].caps] == [("year", 1_000), ("total", 3_000)]
        asked = conversion_pb2.CompareRulesRequest(branch="32", before=1)
        found = (await stub.CompareRules(asked, timeout=CALL_S)).differences
        changed = {(one.of, one.field, one.before, one.after) for one in found}
        assert ("rule", "within_months", "60", "48") in changed
    missing = conversion_pb2.CompareRulesRequest(before=1, after=3)
    assert (await refused(stub.CompareRules(missing, timeout=CALL_S)))[:2] == (grpc.StatusCode.NOT_FOUND, "not-here")


async def test_a_signature_is_void_once_a_draft_was_sent_back_and_a_draft_can_be_given_up(served):
    stub, case = making(served), await drafted(served)
    await stub.Consult(remark(case), timeout=CALL_S)
    assert (await stub.Adopt(signature(case, ONE), timeout=CALL_S)).summary.case.state == "signed"
    back = await stub.Return(remark(case, OTHER, "上限须再议"), timeout=CALL_S)
    assert (back.summary.case.state, back.rules.adopted_on) == ("draft", "")
    changed = draft(TEXT.replace("credits = 10", "credits = 12", 1), cases_file="", cases="")
    revision = rulemaking_pb2.ReviseRulesRequest(actor=ONE, case_id=case, draft=changed)
    assert (await stub.Revise(revision, timeout=CALL_S)).rules.schemes[0].caps[0].credits == 1_200
    await stub.Consult(remark(case), timeout=CALL_S)
    # Whoever signed before hasn't signed this: the first signature counts anew, by whomever.
    assert (await stub.Adopt(signature(case, OTHER), timeout=CALL_S)).summary.case.state == "signed"
    await stub.Return(remark(case, ONE, "再议"), timeout=CALL_S)
    assert (await stub.Drop(remark(case, ONE, "不再需要"), timeout=CALL_S)).summary.case.state == "dropped"


async def test_a_file_is_checked_by_line_and_against_its_cases_without_anything_being_filed(served):
    stub = making(served)

    async def checked(text: str, **changes):
        request = rulemaking_pb2.CheckRulesRequest(actor=ONE, draft=draft(text, **changes))
        return await stub.Check(request, timeout=CALL_S)

    well = await checked(TEXT)
    assert (well.rules, list(well.faults)) == (rules_message(RULES), [])
    assert [list(one.differences) for one in well.cases] == [[]] * len(well.cases)
    assert any("24 × 1 学分 ÷ 16 = 1.5 学分" in line for line in well.cases[0].outcomes[0].trace)
    wrong = await checked(TEXT.replace("step = 0.5", "step = 0.125", 1))
    assert not wrong.HasField("rules")
    (fault,) = wrong.faults
    assert fault.key == "rule[1].grant[1].step"
    assert f"第 {fault.line} 行" in fault.message
    differing = await checked(TEXT.replace("per = 16", "per = 20", 1))
    assert any(one.of == "grants" for case in differing.cases for one in case.differences)
    assert [one async for one in stub.List(rulemaking_pb2.ListRulesCasesRequest(actor=ONE), timeout=CALL_S)] == []


async def test_a_file_is_compared_with_what_is_published(served):
    stub = making(served)
    changed = draft("\ufeff" + TEXT.replace("version = 1", "version = 2", 1).replace("credits = 10", "credits = 12", 1))
    asked = rulemaking_pb2.CompareDraftRequest(actor=ONE, draft=changed)
    assert (await refused(stub.Compare(asked, timeout=CALL_S)))[1] == "not-here"
    await published(served)
    for before in (0, 1):
        asked = rulemaking_pb2.CompareDraftRequest(actor=ONE, before=before, draft=changed)
        found = (await stub.Compare(asked, timeout=CALL_S)).differences
        assert ("scheme", "community", "caps") in {(one.of, one.id, one.field) for one in found}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"text": TEXT.replace('branch = "32"', 'branch = "33"')}, "rules-refused"),
        ({"text": TEXT.replace("version = 1", "version = 2")}, "rules-refused"),
        ({"text": TEXT.replace("per = 16", "per = 20")}, "rules-refused"),
        ({"text": TEXT.replace("step = 0.5", "step = 0.125", 1)}, "rules-invalid"),
        ({"text": "不是 TOML"}, "rules-invalid"),
        ({"text": "#" * (512 * 1024 + 1)}, "rules-invalid"),
        ({"file": ""}, "malformed"),
        ({"file": "../jiangsu.toml"}, "malformed"),
        ({"cases_file": ""}, "malformed"),
    ],
    ids=[
        "another branch",
        "a version too far",
        "a case not met",
        "a wrong step",
        "no TOML",
        "too large",
        "no name",
        "a path for a name",
        "cases without a name",
    ],
)
async def test_a_draft_that_says_something_wrong_is_refused_by_code(served, changes, code):
    request = rulemaking_pb2.DraftRulesRequest(actor=ONE, draft=draft(**{"text": TEXT, **changes}))
    assert (await refused(making(served).Draft(request, timeout=CALL_S)))[1] == code


async def test_steps_out_of_turn_and_nonsense_are_refused_by_code(served):
    stub, case = making(served), await drafted(served)
    assert (await refused(stub.Adopt(signature(case, ONE), timeout=CALL_S)))[:2] == (FAILED, "step-refused")
    assert (await refused(stub.Consult(remark(case, ONE, " "), timeout=CALL_S)))[1] == "actor-refused"
    await stub.Consult(remark(case), timeout=CALL_S)
    assert (await refused(stub.Adopt(signature(case, ONE, "昨天"), timeout=CALL_S)))[1] == "malformed"
    assert (await refused(stub.Adopt(signature(case, ONE, "2026-01-02"), timeout=CALL_S)))[1] == "rules-refused"
    await stub.Adopt(signature(case, ONE), timeout=CALL_S)
    assert (await refused(stub.Adopt(signature(case, OTHER, "2025-12-19"), timeout=CALL_S)))[1] == "rules-refused"
    assert (await refused(stub.Publish(of_case(case), timeout=CALL_S)))[:2] == (FAILED, "step-refused")
    nobodys = await refused(stub.Show(of_case("0" * 32), timeout=CALL_S))
    assert nobodys[:2] == (grpc.StatusCode.NOT_FOUND, "not-here")
