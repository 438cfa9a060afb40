"""Shows an audit from its run to the pack, by commands alone."""

import asyncio
import json

import pytest
from openpyxl import load_workbook

from samples.people import person_at
from tests.support.audits import FILED, SEED, audited_corner
from tests.support.command_line import run
from tests.support.deposits import PDF
from tests.support.printed import text_of


async def made(base):
    async with audited_corner(base):
        pass


@pytest.fixture(scope="module")
def branch(tmp_path_factory):
    """The folder of branch 33 with something to audit."""
    base = tmp_path_factory.mktemp("audits")
    asyncio.run(made(base))
    return base / "33"


def told(*arguments):
    ran = run("audit", *arguments, "--json")
    assert ran.code == 0, ran.err
    return json.loads(ran.out)


def test_an_audit_from_its_run_to_the_pack(branch, tmp_path):
    centre, school = ("--as", "auditor"), ("--as", "clerk")
    ran = told("run", branch, "2027-Q1", "--seed", SEED, *centre)
    assert (ran["results"], ran["seed"], ran["quarters"]) == (FILED, SEED, "2027-Q1")
    assert told("run", branch, "2027-Q1", "--seed", SEED, *centre)["raised"] == []
    assert len(told("list", branch, "--audits", *centre)) == 2
    (listed,) = [one for one in told("list", branch, *centre) if one["rule"] == "scale-exceeded"]
    finding = listed["finding"]
    assert told("list", branch, *school) == []
    assert told("declare", branch, finding, "--days", "10", *centre) == [{"finding": finding, "state": "declared"}]
    paper = tmp_path / "说明.pdf"
    paper.write_bytes(PDF)
    answered = told("answer", branch, finding, "--statement", "增开一班", "--attach", paper, *school)
    assert (answered["state"], answered["statement"], len(answered["attachments"])) == ("answered", "增开一班", 1)
    told("file", branch, finding, "1", "-o", tmp_path / "out.pdf", *centre)
    assert (tmp_path / "out.pdf").read_bytes() == PDF
    assert told("uphold", branch, finding, "--reason", "属实", *centre)["state"] == "upheld"
    (other,) = [one for one in told("list", branch, "--state", "已提出", *centre) if one["rule"] == "ledger-lacking"]
    assert told("dismiss", branch, other["finding"], "--reason", "补交", *centre)["state"] == "dismissed"
    shown = told("show", branch, finding, "--rows", *centre)
    assert len(shown["rows"]) == 6
    assert not any(person_at(index).document_number in json.dumps(shown) for index in range(FILED))
    assert told("sample", branch, ran["audit"], *centre)["seed"] == SEED
    (unit,) = told("report", branch, ran["audit"], *centre)["units"]
    assert (unit["upheld"], unit["dismissed"]) == (1, 1)
    pack = told("pack", branch, ran["audit"], "-o", tmp_path / "核查", *centre)
    assert [file.rpartition(".")[2] for file in pack["files"]] == ["pdf", "xlsx"]
    assert "超出申报规模" in text_of((tmp_path / "核查.pdf").read_bytes())
    assert "疑点明细" in load_workbook(tmp_path / "核查.xlsx").sheetnames


def test_people_read_an_audit_in_both_languages(branch):
    audit = told("run", branch, "2027-Q1", "--as", "auditor")["audit"]
    for language, words in (("zh", ("涉及成果", "抽样种子")), ("en", ("Concerned", "seed"))):
        said = run("audit", "report", branch, audit, "--as", "auditor", environment={"DELTABANK_LANG": language})
        assert said.code == 0, said.err
        assert all(word in said.out for word in words)


def test_a_clerk_runs_no_audit(branch):
    refused = run("audit", "run", branch, "2027-Q1", "--as", "clerk", "--json")
    assert refused.code != 0
    assert json.loads(refused.out)["error"]["code"] == "actor-refused"
