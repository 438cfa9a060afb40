"""Shows transfers as officials do them on the command line: two served branches, a reviewer, what a person is told."""

import re
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import grpc
import pytest

from federation.error_catalogue import ExitCode
from node.v1 import conversion_pb2, conversion_pb2_grpc, reports_pb2, transfers_pb2, transfers_pb2_grpc
from samples.people import everywhere
from samples.rules import rules_file
from tests.support.command_line import run
from tests.support.own_client import CALL_S, own_channel
from tests.support.printed import text_of
from tests.support.served_federation import SAMPLES, ServedFederation, await_that

CLERK, REVIEWER, OTHER = "收件员", "审核员", "委员乙"
ENGLISH = {"DELTABANK_LANG": "en"}


@pytest.fixture(scope="module")
def federation(tmp_path_factory):
    """Shanghai and Jiangsu; Jiangsu's rules are published, and send Shanghai's trainings to a reviewer."""
    base = tmp_path_factory.mktemp("transfers")
    rules = base / "rules.toml"
    # So that the samples' achievements never grow too old for them.
    rules.write_text(
        rules_file("jiangsu").read_text("utf-8").replace("within_months = 60", "within_months = 600"), "utf-8"
    )
    (base / "branches").mkdir()
    made = ServedFederation(base / "branches", codes=("31", "32"))
    with (made["32"].folder / "node.toml").open("a", encoding="utf-8") as settings:
        settings.write('\n[clients]\nportals = []\ncounters = ["local:32"]\n')
    with made:
        made["31"].import_file(SAMPLES / "shanghai-achievements.xlsx")
        jiangsu = made["32"]
        root = jiangsu.run("unit", "list", jiangsu.folder)["units"][0]["code"]
        jiangsu.run("operator", "add", jiangsu.folder, CLERK, "--unit", root, "--duty", "填报")
        jiangsu.run("operator", "add", jiangsu.folder, REVIEWER, "--unit", root, "--duty", "审核", "--duty", "规则制定")
        jiangsu.run("operator", "add", jiangsu.folder, OTHER, "--unit", root, "--duty", "规则制定")
        drafted = jiangsu.run("rules", "draft", jiangsu.folder, rules, "--as", REVIEWER)
        for step in (
            ("consult", "--remark", "无不同意见", "--as", REVIEWER),
            ("adopt", "--on", "2025-12-20", "--as", REVIEWER),
            ("adopt", "--on", "2025-12-20", "--as", OTHER),
            ("publish", "--as", OTHER),
        ):
            jiangsu.run("rules", step[0], jiangsu.folder, drafted["case"], *step[1:])
        made.await_equal()
        yield made


@pytest.fixture(scope="module")
def person():
    return everywhere()[0].document_number


def test_guidance_and_proposals_tell_credit_by_the_name_of_its_scheme(federation, person):
    jiangsu = federation["32"]
    words = ("--branch", "32", "--document", "-", "--purpose", "转换指导", "--basis", "self", "--as", CLERK)
    told = run("guide", jiangsu.folder, *words, stdin=person.encode())
    assert told.code == 0, told.err
    assert re.search(r"：[0-9]+\.[0-9]{2} 社区教育学分", told.out)
    assert "community" not in told.out


@pytest.fixture(scope="module")
def asked(federation, person):
    """An application for all that Shanghai has of the person."""
    jiangsu = federation["32"]
    words = ("--document", "-", "--purpose", "本人查询", "--basis", "self", "--as", CLERK)
    found = jiangsu.run("lookup", jiangsu.folder, *words, stdin=person)["achievements"]
    places = [word for one in found for word in ("--achievement", f"{one['branch']}:{one['index']}")]
    until = (datetime.now(UTC) + timedelta(days=60)).date().isoformat()
    words = (*places, "--purpose", "申请学分", "--basis", "self", "--until", until, "--document", "-", "--as", CLERK)
    return jiangsu.run("transfer", "request", jiangsu.folder, *words, stdin=person)


def shown(federation, asked):
    jiangsu = federation["32"]
    return jiangsu.run("transfer", "show", jiangsu.folder, asked["case"], "--as", CLERK)


def test_an_application_is_held_decided_by_a_reviewer_converted_and_told_to_the_person(federation, asked, person):
    jiangsu = federation["32"]
    assert asked["consent"]["to_whom"]
    assert asked["references"] == [f"32-{asked['transfers'][0]['request']}"]
    await_that(lambda: set(shown(federation, asked)["statuses"]) == {"held"})
    (stuck,) = jiangsu.run("transfer", "stuck", jiangsu.folder, "--as", REVIEWER)["unfinished"]
    assert (stuck["case"], stuck["owed_by"]) == (asked["case"], ["32"])
    proposals = jiangsu.run("transfer", "decide", jiangsu.folder, asked["case"], "--as", REVIEWER)["proposals"]
    wanting = [one["place"] for one in proposals if one["wants_reviewer"]]
    assert wanting
    assert all(one["trace"] for one in proposals)
    told = run("transfer", "decide", jiangsu.folder, asked["case"][:8], "--as", REVIEWER)
    assert all(place in told.out for place in wanting)
    assert "社区教育学分" in told.out
    assert "community" not in told.out
    refused = run("transfer", "decide", jiangsu.folder, asked["case"], "--reject", wanting[0], "--as", CLERK)
    assert refused.code != 0
    rulings = ("--accept", f"{wanting[0]}=community:1.50", *(w for one in wanting[1:] for w in ("--reject", one)))
    words = (*rulings, "--words", "内容相当", "--as", REVIEWER)
    decided = jiangsu.run("transfer", "decide", jiangsu.folder, asked["case"], *words)
    assert decided["reviewed_by"] == REVIEWER
    await_that(lambda: shown(federation, asked)["state"] == "ended")
    whole = ("--document", "-", "--as", CLERK)
    view = jiangsu.run("transfer", "show", jiangsu.folder, asked["case"], *whole, stdin=person)
    assert view["opened"]
    items = {one["place"]: one for one in view["transfers"][0]["items"]}
    assert items[wanting[0]]["status"] == "converted"
    assert items[wanting[0]]["credit"] == [
        {
            "scheme": "community",
            "scheme_name": "社区教育学分",
            "course": "",
            "credits": "1.50",
            "state": "final",
        },
    ]
    assert items[wanting[0]]["decision"]["words"] == "内容相当"
    assert items[wanting[0]]["decision"]["outcome"]["trace"]
    for environment, words in (({}, "已转换"), (ENGLISH, "converted")):
        read = run(
            "transfer", "show", jiangsu.folder, asked["case"], *whole, stdin=person.encode(), environment=environment
        )
        assert read.code == 0, read.err
        assert words in read.out
    listed = jiangsu.run("transfer", "list", jiangsu.folder, "--state", "ended", *whole, stdin=person)
    assert [one["case"] for one in listed["applications"]] == [asked["case"]]
    looks = jiangsu.run("looks", jiangsu.folder, *whole, stdin=person)["looks"]
    assert {"transfer-list", "transfer-look"} <= {one["action"] for one in looks}


@pytest.fixture(scope="module")
def report(federation, person, tmp_path_factory):
    """A report on what was converted and on the credit that came of it: its number, its file, a trust file."""
    base, jiangsu = tmp_path_factory.mktemp("report"), federation["32"]
    (base / "name").write_text(everywhere()[0].name, "utf-8")
    (base / "document").write_text(person, "utf-8")
    words = ("--kind", "certification", "--document", base / "document", "--name-file", base / "name", "--as", CLERK)
    case = jiangsu.run("report", "apply", jiangsu.folder, *words)["case"]
    number = jiangsu.run("report", "issue", jiangsu.folder, case, "--as", REVIEWER)["number"]
    jiangsu.run("report", "get", jiangsu.folder, case, "-o", base / "report.pdf", "--as", CLERK)
    assert run("roster", "show", jiangsu.folder, "--export", base / "trust").code == 0
    return SimpleNamespace(number=number, file=base / "report.pdf", trust=base / "trust", document=base / "document")


def converted_item(federation, asked):
    return next(one for one in shown(federation, asked)["transfers"][0]["items"] if one["status"] == "converted")


def test_a_report_marks_what_was_converted_and_says_what_its_credit_came_of(federation, asked, report):
    item, jiangsu = converted_item(federation, asked), federation["32"]
    verified = run("verify", report.file, "--roster", report.trust, "--json").json
    assert [one["index"] for one in verified["achievements"] if one["converted"]] == [item["index"]]
    (credit,) = verified["credits"]
    assert (credit["scheme"], credit["scheme_name"], credit["credits"]) == ("community", "社区教育学分", "1.50")
    assert (credit["converted_from"], credit["place"]) == (f"31-{item['index']}", item["place"])
    paper = text_of(report.file.read_bytes())
    for told in (
        f"由31-{item['index']}转换",
        f"31-{item['index']}（已转换）",
        "社区教育学分",
        "不应与原成果的学分重复计算",
    ):
        assert told in paper
    found = jiangsu.run("report", "verify-number", jiangsu.folder, report.number)
    (shown,) = found["verdicts"][0]["reports"]
    assert found["verdicts"][0]["state"] == "valid"
    assert sum(one["status"] == "converted" for one in shown["achievements"]) == 1
    (line,) = shown["credits"]
    assert (line["scheme_name"], line["converted_from"], line["status"]) == (
        "社区教育学分",
        f"31-{item['index']}",
        "valid",
    )


def test_a_persons_credit_is_told_by_the_names_that_people_know(federation, asked, report):
    item, jiangsu = converted_item(federation, asked), federation["32"]
    words = ("--document", report.document, "--purpose", "本人查询", "--basis", "self", "--as", CLERK)
    (line,) = jiangsu.run("credit", "show", jiangsu.folder, *words)["lines"]
    assert (line["reference"], line["place"]) == (asked["references"][0], item["place"])
    assert line["achievement"] == {"branch": "31", "index": item["index"], "title": item["title"]}
    assert (line["scheme"], line["scheme_name"], line["reversed_at"]) == ("community", "社区教育学分", None)
    told = run("credit", "show", jiangsu.folder, *words).out
    for word in (asked["references"][0], item["place"], item["title"], "社区教育学分", "累计"):
        assert word in told
    assert "community" not in told
    assert told.count("年度") == 1
    told = run("transfer", "show", jiangsu.folder, asked["case"], "--as", CLERK).out
    assert "学分 1.50（社区教育学分）" in told


def test_credit_is_taken_back_and_the_achievement_is_free_again(federation, asked):
    jiangsu = federation["32"]
    converted = next(one for one in shown(federation, asked)["transfers"][0]["items"] if one["status"] == "converted")
    words = ("--item", converted["place"], "--reason", "认定有误", "--as", REVIEWER)
    jiangsu.run("transfer", "reverse", jiangsu.folder, asked["case"], *words)
    again = run("transfer", "reverse", jiangsu.folder, asked["references"][0], *words)
    assert "学分已经冲回" in again.err
    await_that(lambda: "reversed" in shown(federation, asked)["statuses"])
    assert jiangsu.run("credit", "check", jiangsu.folder, "--as", REVIEWER)["ok"]
    assert jiangsu.run("transfer", "attend", jiangsu.folder) == {"steps": 0, "expired": 0}
    assert jiangsu.run("transfer", "stuck", jiangsu.folder, "--as", REVIEWER)["unfinished"] == []
    told = run("transfer", "show", jiangsu.folder, asked["references"][0], "--as", CLERK).out
    assert f"由{CLERK}登记" in told
    assert "系统" in told
    assert "system" not in told
    assert "没有未办结的转换" in run("transfer", "stuck", jiangsu.folder, "--as", REVIEWER).out


def test_a_report_on_credit_that_was_taken_back_says_which_line_is_the_reason(federation, report):
    jiangsu = federation["32"]
    told = run("report", "verify-number", jiangsu.folder, report.number)
    assert told.code == ExitCode.NOT_ALL_HELD
    assert f"{report.number}：所载成果已撤销、更正，或所载学分已冲回" in told.out
    (line,) = [one for one in told.out.splitlines() if "社区教育学分" in one]
    assert line.endswith("已冲回")
    english = run("report", "verify-number", jiangsu.folder, report.number, environment=ENGLISH).out
    assert "reversed" in next(one for one in english.splitlines() if "社区教育学分" in one)
    (answer,) = jiangsu.run("report", "verify-number", jiangsu.folder, report.number, allowed=(1,))["verdicts"]
    (found,) = answer["reports"]
    assert (found["state"], [one["status"] for one in found["credits"]]) == ("revoked", ["reversed"])
    assert "revoked" not in {one["status"] for one in found["achievements"]}


def test_reversed_credit_is_told_with_the_time(federation, report):
    jiangsu = federation["32"]
    words = ("--document", report.document, "--purpose", "本人查询", "--basis", "self", "--as", CLERK)
    (line,) = jiangsu.run("credit", "show", jiangsu.folder, *words)["lines"]
    assert line["state"] == "reversed"
    assert line["reversed_at"] > line["booked_at"]


def test_what_the_person_takes_back_is_withdrawn(federation, person, report):
    jiangsu = federation["32"]
    words = ("--document", "-", "--purpose", "本人查询", "--basis", "self", "--as", CLERK)
    found = jiangsu.run("lookup", jiangsu.folder, *words, stdin=person)["achievements"]
    free = next(one for one in found if one["status"] == "valid")
    until = (datetime.now(UTC) + timedelta(days=60)).date().isoformat()
    words = (
        "--achievement",
        f"{free['branch']}:{free['index']}",
        "--until",
        until,
        *words[:2],
        "--purpose",
        "再次申请",
    )
    words = (*words, "--basis", "self", "--as", CLERK)
    again = jiangsu.run("transfer", "request", jiangsu.folder, *words, stdin=person)
    place = again["transfers"][0]["items"][0]["place"]
    # Not before it is held: a hold that crosses the withdrawal would be released only later.
    await_that(lambda: shown(federation, again)["statuses"] == ["held"])
    # What isn't decided is nobody's to know who was only shown a report.
    (answer,) = jiangsu.run("report", "verify-number", jiangsu.folder, report.number, allowed=(1,))["verdicts"]
    assert {one["status"] for one in answer["reports"][0]["achievements"]} == {"valid"}
    withdrawn = jiangsu.run("transfer", "withdraw", jiangsu.folder, again["case"], "--item", place, "--as", CLERK)
    assert withdrawn["statuses"] == ["withdrawing"]
    await_that(lambda: shown(federation, again)["statuses"] == ["withdrawn"])
    # By the transfer's number, as a screen shows it; the consent once.
    third = jiangsu.run("transfer", "request", jiangsu.folder, *words, stdin=person)
    (reference,) = third["references"]
    ended = jiangsu.run("transfer", "end-consent", jiangsu.folder, reference, "--as", CLERK)
    assert (ended["case"], bool(ended["consent"]["ended_at"])) == (third["case"], True)
    refused = run("transfer", "end-consent", jiangsu.folder, reference, "--as", CLERK)
    assert "授权已经撤回" in refused.err
    await_that(lambda: shown(federation, third)["statuses"] == ["withdrawn"])


@pytest.mark.parametrize(
    "words",
    [
        ("request", "--achievement", "33-12", "--purpose", "x", "--basis", "self", "--until", "2027-01-01"),
        ("decide", "0" * 8, "--accept", "15"),
        ("decide", "0" * 8, "--accept", "15:1=community"),
        ("decide", "0" * 8, "--accept", "15:1", "--reject", "15:1"),
        ("withdraw", "0" * 8, "--item", "15:0"),
        (
            "request",
            "--achievement",
            "33:12",
            "--purpose",
            "x",
            "--basis",
            "self",
            "--until",
            "2027-01-01",
            "--contests",
            "32/15",
        ),
        ("show", "0" * 7),
        ("show", "办件12345678"),
        ("withdraw", "332-15"),
    ],
)
def test_a_place_that_is_written_wrongly_is_refused_as_such(federation, words):
    refused = run("transfer", words[0], federation["32"].folder, *words[1:])
    assert refused.code == ExitCode.USAGE
    assert any(told in refused.err for told in ("应写", "只能决定一次"))


def test_a_counter_asks_shows_decides_and_reverses_over_grpc(federation):
    jiangsu, number = federation["32"], everywhere()[1].document_number
    words = ("--document", "-", "--purpose", "本人查询", "--basis", "self", "--as", CLERK)
    found = jiangsu.run("lookup", jiangsu.folder, *words, stdin=number)["achievements"]
    document = {"document_type": 1, "document_number": number}
    with own_channel(jiangsu.folder / "keys", "32", jiangsu.ports["clients"]) as channel:
        stub = transfers_pb2_grpc.TransfersStub(channel)
        request = transfers_pb2.RequestTransferRequest(
            actor=CLERK,
            achievements=[reports_pb2.ChosenAchievement(branch=one["branch"], index=one["index"]) for one in found[:1]],
            purpose="申请学分",
            basis="self",
            until=(datetime.now(UTC) + timedelta(days=60)).date().isoformat(),
            application_id=b"0123456789abcdef",
            **document,
        )
        case = stub.Request(request, timeout=CALL_S).summary.case.case_id
        assert stub.Request(request, timeout=CALL_S).summary.case.case_id == case

        def statuses():
            shown = stub.Show(transfers_pb2.ShowTransferRequest(actor=CLERK, case_id=case), timeout=CALL_S)
            return list(shown.summary.statuses)

        await_that(lambda: statuses() == ["held"])
        which = transfers_pb2.TransferCaseRequest(actor=REVIEWER, case_id=case)
        (proposal,) = stub.Proposals(which, timeout=CALL_S).proposals
        assert proposal.wants_reviewer
        assert proposal.trace
        (stuck,) = stub.Stuck(transfers_pb2.StuckTransfersRequest(actor=REVIEWER), timeout=CALL_S).unfinished
        assert (stuck.case_id, stuck.owed_by) == (case, ["32"])
        ruling = transfers_pb2.TransferRuling(
            place=proposal.place,
            accepted=True,
            words="内容相当",
            credits=[transfers_pb2.TransferCredit(scheme="community", credits=50)],
        )
        decision = transfers_pb2.DecideTransferRequest(actor=CLERK, case_id=case, rulings=[ruling])
        with pytest.raises(grpc.RpcError) as refused:
            stub.Decide(decision, timeout=CALL_S)
        assert refused.value.code() is grpc.StatusCode.PERMISSION_DENIED
        decision.actor = REVIEWER
        assert stub.Decide(decision, timeout=CALL_S).reviewed_by == REVIEWER
        await_that(lambda: statuses() == ["converted"])
        shown = stub.Show(transfers_pb2.ShowTransferRequest(actor=CLERK, case_id=case, **document), timeout=CALL_S)
        (item,) = shown.transfers[0].items
        credit = item.credit[0].credit
        assert (shown.was_opened, item.accepted, item.words) == (True, True, "内容相当")
        assert (credit.scheme, credit.scheme_name, credit.credits) == ("community", "社区教育学分", 50)
        listed = list(stub.List(transfers_pb2.ListTransfersRequest(actor=CLERK, **document), timeout=CALL_S))
        assert [one.case.case_id for one in listed] == [case]
        reversal = transfers_pb2.ReverseTransferRequest(
            actor=REVIEWER, case_id=case, place=proposal.place, reason="decided-in-error"
        )
        assert list(stub.Reverse(reversal, timeout=CALL_S).summary.statuses) == ["reversing"]
        await_that(lambda: statuses() == ["reversed"])
        conversion = conversion_pb2_grpc.ConversionStub(channel)
        account = conversion.Credit(
            conversion_pb2.CreditRequest(actor=CLERK, purpose="核对学分", basis="self", **document), timeout=CALL_S
        )
        (line,), (scheme,) = account.lines, account.schemes
        assert (line.state, line.credits.scheme_name, scheme.scheme_name) == (
            "reversed",
            "社区教育学分",
            "社区教育学分",
        )
        assert (line.from_branch, line.from_index, line.from_title) == ("31", found[0]["index"], found[0]["title"])
        assert datetime.fromisoformat(line.reversed_at).tzinfo is not None
        checked = conversion.CheckCredit(conversion_pb2.CheckCreditRequest(actor=CLERK), timeout=CALL_S)
        assert (checked.holds, checked.fault_count, list(checked.faults)) == (True, 0, [])
        tally = checked.tally
        assert tally.granted == tally.provisional + tally.final + tally.reversed >= 50
        with pytest.raises(grpc.RpcError) as refused:
            conversion.CheckCredit(conversion_pb2.CheckCreditRequest(actor="无此人"), timeout=CALL_S)
        assert refused.value.code() is grpc.StatusCode.PERMISSION_DENIED
