"""Shows what the process that seals beside an import promises: the same entries, in order, with or without it."""

import asyncio
from datetime import date
from pathlib import Path

import msgspec

from federation.model.achievement import parse_body
from federation.model.entry import parse_header, parse_private_part
from federation.model.sealing import context_of, open_with_document
from node.services.filing.sealing_child import (
    LENGTH,
    decode_keys,
    decode_sealed,
    encode_frame,
    frame_of_keys,
    issuer_of,
)
from node.services.filing.sealing_process import sealing_process
from node.services.issuing import AchievementFacts
from samples.people import people
from tests.support.services import document_of


def facts_of(count):
    return [
        AchievementFacts(
            document=document_of(person),
            name=person.name,
            institution_name="某县社区学院",
            title="果树修剪",
            achieved_on=date(2019, 8, 1 + at % 28),
            credits=at or None,
            remarks=("year-outside-notice",) if at % 2 else (),
        )
        for at, person in enumerate(people(0, count))
    ]


def opened(keys, sealed, document):
    header, part = parse_header(sealed.entry.header), parse_private_part(sealed.entry.private_part)
    epoch = keys.federation.at(header.key_epoch)
    return parse_body(open_with_document(epoch, part, document, context_of(header, keys.origin)))


def verify_all(keys, facts, sealed):
    bodies = [opened(keys, one, fact.document) for one, fact in zip(sealed, facts, strict=True)]
    assert [(body.achieved_on, body.credits, body.remarks) for body in bodies] == [
        (fact.achieved_on, fact.credits, fact.remarks) for fact in facts
    ]
    here = issuer_of(keys)
    assert [one.achievement_id for one in sealed] == [here.identify(fact) for fact in facts]
    assert [one.tokens for one in sealed] == [here.seal_achievement(fact).tokens for fact in facts]


async def test_the_child_seals_what_the_issuer_would(desk):
    keys, facts = desk.issuer.sealing_keys, facts_of(40)
    async with sealing_process(keys) as process:
        sealed = await process.seal(facts)
    verify_all(keys, facts, sealed)
    assert process.batches_lost == 0


async def test_batches_asked_for_at_once_come_back_each_to_its_own(desk):
    keys, facts = desk.issuer.sealing_keys, facts_of(30)
    async with sealing_process(keys) as process:
        first, second = await asyncio.gather(process.seal(facts[:10]), process.seal(facts[10:]))
    verify_all(keys, facts, [*first, *second])


async def test_a_child_that_was_killed_costs_no_achievement(desk):
    keys, facts = desk.issuer.sealing_keys, facts_of(12)
    async with sealing_process(keys) as process:
        await process.seal(facts)
        process.kill()
        sealed = await process.seal(facts)
    verify_all(keys, facts, sealed)
    assert process.batches_lost == 1


async def test_the_keys_stand_in_no_command_line_and_no_environment(desk):
    keys = desk.issuer.sealing_keys
    secrets = [keys.identity, *(part for one in keys.federation.live() for part in (one.token, one.seal, one.report))]
    async with sealing_process(keys) as process:
        await process.seal(facts_of(1))
        shown = [Path(f"/proc/{process.pid}/{name}").read_bytes() for name in ("cmdline", "environ")]
    for secret in secrets:
        assert all(secret not in text and secret.hex().encode() not in text for text in shown)
    assert keys.identity.hex() not in repr(keys)


def test_frames_carry_keys_facts_and_entries_unchanged(desk):
    keys, (facts,) = desk.issuer.sealing_keys, facts_of(1)
    assert msgspec.msgpack.decode(encode_frame([facts])[LENGTH.size :], type=list[AchievementFacts]) == [facts]
    sealed = desk.issuer.seal_achievement(facts)
    assert decode_sealed(encode_frame([sealed])[LENGTH.size :]) == [sealed]
    again = decode_keys(encode_frame(frame_of_keys(keys))[LENGTH.size :])
    assert (again.origin, again.identity) == (keys.origin, keys.identity)
    assert list(again.federation.live()) == list(keys.federation.live())
