"""Shows `node.v1.Conversion` over real TLS: published rules for all who are listed, advice and credit for who looks."""

from datetime import date
from importlib.resources import files

import grpc
import msgspec
import pytest

from federation.model.entry import Entry, encode_header
from federation.rules.reading import parse_rules
from federation.rules.wire import parse_rules_body, rules_header
from node.v1 import conversion_pb2, conversion_pb2_grpc
from samples.people import person_at
from tests.support.own_services import CALL_S, CLERK, own_services, refused

PERSON = person_at(3)
WHOSE = {"document_type": 1, "document_number": PERSON.document_number, "basis": "self", "actor": CLERK}


@pytest.fixture
async def served(tmp_path):
    async with own_services(tmp_path) as made:
        yield made


def conversion(served, client="window-x1"):
    return conversion_pb2_grpc.ConversionStub(served.channel(client))


async def publish(served):
    text = files("samples.rules").joinpath("jiangsu.toml").read_text(encoding="utf-8")
    rules = msgspec.structs.replace(parse_rules(text, file="jiangsu.toml"), adopted_on=date(2025, 12, 20))
    async with served.node.own_log.change() as change:
        await change.append([Entry(encode_header(rules_header(rules)))])
    return rules


async def test_published_rules_are_listed_and_shown_as_they_were_signed(served):
    stub = conversion(served)
    assert list((await stub.ListRules(conversion_pb2.ListRulesRequest(), timeout=CALL_S)).versions) == []
    status, code, _ = await refused(stub.ShowRules(conversion_pb2.ShowRulesRequest(), timeout=CALL_S))
    assert (status, code) == (grpc.StatusCode.NOT_FOUND, "not-here")
    rules = await publish(served)
    (listed,) = (await stub.ListRules(conversion_pb2.ListRulesRequest(branch="32"), timeout=CALL_S)).versions
    assert (listed.version, listed.title, listed.adopted_on) == (1, rules.title, "2025-12-20")
    shown = await stub.ShowRules(conversion_pb2.ShowRulesRequest(branch="32", version=1), timeout=CALL_S)
    assert parse_rules_body(shown.body) == rules


async def test_advice_names_the_rules_it_goes_by_and_credit_starts_at_nothing(served):
    await publish(served)
    stub = conversion(served)
    advice = await stub.Guide(conversion_pb2.GuideRequest(**WHOSE, purpose="转换咨询", branches=["32"]), timeout=CALL_S)
    (own,) = advice.advice
    assert (own.branch, own.rules_version, own.is_usage_known, list(own.achievements)) == ("32", 1, True, [])
    credit = await stub.Credit(conversion_pb2.CreditRequest(**WHOSE, purpose="核对学分"), timeout=CALL_S)
    assert (list(credit.lines), list(credit.schemes)) == ([], [])


async def test_nobody_is_advised_without_saying_what_for(served):
    status, code, _ = await refused(conversion(served).Guide(conversion_pb2.GuideRequest(**WHOSE), timeout=CALL_S))
    assert (status, code) == (grpc.StatusCode.PERMISSION_DENIED, "actor-refused")
