"""A learner looks up across provinces, and a record is verified offline."""

from typing import Any

from node.cli.console.record_words import FRESHNESS, STATUSES
from node.cli.console.times import shown_time
from node.cli.demo.commands import run
from node.cli.demo.setting_up import CODES
from node.cli.demo.stage import Stage
from samples.people import everywhere

INPUT_REFUSED_OR_INTEGRITY = (3, 6, 7)


async def look_up(stage: Stage) -> None:
    """One learner's records of three provinces, and nobody else's."""
    learner = everywhere()[0]
    found = await stage.lookup("31", learner.document_number)
    stage.terminal.table(
        (
            ("登记分行", "Issued by"),
            ("学习成果", "Achievement"),
            ("单位", "Institution"),
            ("取得时间", "On"),
            ("状态", "Status"),
        ),
        [
            (
                stage.name(one["branch"]),
                one["title"],
                one["institution"],
                one["achieved_on"],
                _status(stage, STATUSES, one),
            )
            for one in found["achievements"]
        ],
    )
    stage.terminal.table(
        (("分行", "Branch"), ("数据状况", "Freshness"), ("截至", "As of"), ("尚差", "Behind")),
        [
            (
                stage.name(one["branch"]),
                _status(stage, FRESHNESS, one),
                shown_time(one["as_of"], stage.terminal),
                one["behind"],
            )
            for one in found["branches"]
        ],
    )
    provinces = {one["branch"] for one in found["achievements"]}
    stage.hold(
        provinces == {"31", "32", "33"},
        "在上海凭证件查到上海、江苏、浙江三省市的成果",
        "in Shanghai the document finds records of Shanghai, Jiangsu and Zhejiang",
    )
    stage.hold(
        {one["branch"] for one in found["branches"]} == set(CODES),
        "四家分行的新鲜度逐一标明",
        "every branch's freshness is said",
    )
    stranger = await stage.lookup("31", everywhere()[9].document_number)
    mine = {(one["origin"], one["index"]) for one in found["achievements"]}
    theirs = {(one["origin"], one["index"]) for one in stranger["achievements"]}
    stage.hold(not mine & theirs, "他人的证件看不到这些记录", "another's document finds none of these")


async def verify(stage: Stage) -> None:
    """A record is handed out, verified with nothing else, and refused when altered."""
    learner = everywhere()[0]
    found = await stage.lookup("34", learner.document_number)
    record = next(one for one in found["achievements"] if one["branch"] == "32")
    file = stage.base / "record.creditbank"
    folder = stage.folders["34"]
    where = ("--origin", record["origin"], "--index", record["index"])
    await run("prove", folder, *where, "-o", file, "--document", "-", typed=learner.document_number)
    trust = ("--roster", stage.federation.trust_file, "--fingerprint", stage.federation.fingerprint)
    verified = (await run("verify", file, *trust)).value
    witnesses = "、".join(stage.name(one["branch"]) for one in verified["witnesses"])
    stage.say(
        f"安徽出具江苏登记的记录（{file.stat().st_size} 字节），无节点、无网络、无数据库即可校验：",
        f"Anhui hands out a record of Jiangsu ({file.stat().st_size} bytes); it verifies with nothing else:",
    )
    title, as_of = verified["content"]["title"], shown_time(verified["authentic_as_of"], stage.terminal)
    stage.say(
        f"  {verified['content']['masked_name']} · {title} · 截至 {as_of} 真实；见证：{witnesses}",
        f"  {title}: authentic as of {as_of}; witnesses: {witnesses}",
    )
    stage.say("  此后是否更正或撤销未作核对", "  later correction or revocation was not checked")
    stage.hold(verified["content"]["title"] == record["title"], "脱机校验通过", "it verifies offline")
    stage.hold(bool(verified["witnesses"]), "有其他分行见证", "other branches witnessed it")
    forged = stage.base / "forged.creditbank"
    data = bytearray(file.read_bytes())
    data[len(data) // 3] ^= 1
    forged.write_bytes(data)
    refused = await run("verify", forged, *trust, allowed=(0, *INPUT_REFUSED_OR_INTEGRITY))
    stage.hold(
        refused.code != 0, f"改动一个比特即被拒绝：{refused.said}", f"one bit flipped is refused: {refused.said}"
    )


def _status(stage: Stage, words: dict[str, str], one: dict[str, Any]) -> str:
    return stage.terminal.choose(words[one["status"]], one["status"])
