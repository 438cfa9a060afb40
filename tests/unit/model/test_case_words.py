"""Shows that every state and step of a case has its words, and a refusal is told in them."""

import pytest

from federation.error_catalogue import describe
from federation.error_catalogue.case_words import STATES, STEPS
from federation.errors import CaseIncomplete, NotHere, StepRefused
from node.model import administrator, audit, audit_finding, city_contacts, project, record_list, rulemaking
from node.model.deposit import DEPOSITS
from node.model.link_case import LINKS
from node.model.report import REPORTS
from node.model.training_run import TRAINING_RUNS

TABLES = (
    administrator.TABLE, city_contacts.TABLE, DEPOSITS, LINKS, TRAINING_RUNS, project.TABLE, record_list.TABLE,
    audit.TABLE, audit_finding.TABLE, rulemaking.TABLE, REPORTS,
)  # fmt: skip


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.kind)
def test_every_state_and_step_has_words_in_both_languages(table):
    states = {table.first} | {state for state, _ in table.transitions} | {one.to for one in table.transitions.values()}
    assert states <= STATES.keys()
    assert {step for _, step in table.transitions} | {"file", "alter", "attach", "detach"} <= STEPS.keys()


def test_a_refused_step_is_told_in_words():
    refused = StepRefused(state="submitted", step="grant")
    assert "“已提交”状态，不能执行“核准”" in describe(refused, "zh")
    assert "state submitted: step grant" in describe(refused, "en")
    assert "“unheard-of”" in describe(StepRefused(state="unheard-of", step="grant"), "zh")


def test_all_that_lacks_is_told_at_once():
    lacking = CaseIncomplete(parts="id-card-back uscc-certificate")
    assert "管理员身份证反面复印件、统一社会信用代码证书复印件" in describe(lacking, "zh")
    assert "back of the administrator's ID card, certificate" in describe(lacking, "en")


@pytest.mark.parametrize(("what", "words"), [("case", "该办件"), ("attachment", "该附件"), ("unit", "该机构")])
def test_what_is_not_here_is_named(what, words):
    assert words in describe(NotHere(what=what), "zh")
