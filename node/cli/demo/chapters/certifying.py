"""A certification report: applied for, issued by another person, verified offline, and by its number at Anhui.

Source: seed document 001 (申请成果认证报告、在线验证).
"""

import asyncio
from pathlib import Path
from typing import Any

from node.cli.console.record_words import REPORT_STATES
from node.cli.demo.chapters.looking import INPUT_REFUSED_OR_INTEGRITY
from node.cli.demo.chapters.travelling import await_equal
from node.cli.demo.commands import run
from node.cli.demo.stage import Stage
from samples.people import everywhere

ISSUER, VERIFIER = "32", "34"
COUNTER, CERTIFIER = "counter", "certifier"
"""Who takes the application in at the window, and who decides on it: never one and the same."""


async def certify(stage: Stage) -> None:
    """One learner's report, from the application to an employer's question at another branch."""
    number, pdf = await _issued_report(stage)
    trust = ("--roster", stage.federation.trust_file, "--fingerprint", stage.federation.fingerprint)
    verified = (await run("verify", pdf, *trust)).value
    provinces = {one["branch"] for one in verified["achievements"]}
    stage.say(
        f"报告 {pdf.stat().st_size} 字节，载 {len(verified['achievements'])} 项成果，出具单位：{verified['issued_by']}",
        f"The report has {pdf.stat().st_size} bytes and {len(verified['achievements'])} achievements",
    )
    stage.hold(
        verified["authentic"] and provinces == {"31", "32", "33"},
        "用人单位凭 PDF 脱机验真，三省市成果逐项有签名记录",
        "the PDF verifies offline, and each province's achievements in it",
    )
    altered = stage.base / "altered.pdf"
    data = bytearray(pdf.read_bytes())
    data[len(data) // 2] ^= 1
    altered.write_bytes(data)
    refused = await run("verify", altered, *trust, allowed=(0, *INPUT_REFUSED_OR_INTEGRITY))
    stage.hold(
        refused.code != 0,
        f"改动一个比特的报告即被拒绝：{refused.said}",
        f"a report with one bit flipped is refused: {refused.said}",
    )
    await await_equal(stage)
    verdict = await _verdict(stage, number)
    report = verdict["reports"][0] if verdict["reports"] else {"masked_name": "", "achievements": []}
    state = stage.terminal.choose(*REPORT_STATES[verdict["state"]])
    stage.hold(
        verdict["state"] == "valid" and len(report["achievements"]) == len(verified["achievements"]),
        f"在安徽凭编号验证：{state}，{report['masked_name']}，{len(report['achievements'])} 项成果逐项有效",
        f"by its number in Anhui: {state}, {len(report['achievements'])} achievements that stand",
    )
    stage.figures["report_bytes"] = pdf.stat().st_size


async def _issued_report(stage: Stage) -> tuple[str, Path]:
    """The number and the file of a report on all that the learner has."""
    folder, learner = stage.folders[ISSUER], everywhere()[0]
    await asyncio.gather(
        run("operator", "add", folder, COUNTER, "--duty", "filing"),
        run("operator", "add", folder, CERTIFIER, "--duty", "review"),
    )
    stage.actors[ISSUER] = COUNTER
    kind = ("--kind", "certification", "--purpose", "求职", "--document", "-")
    applied = await run("report", "apply", folder, *kind, "--as", COUNTER, typed=learner.document_number)
    case = applied.value["case"]
    own = await run("report", "issue", folder, case, "--as", COUNTER, allowed=(0, *INPUT_REFUSED_OR_INTEGRITY))
    stage.hold(own.code != 0, "受理人不能出具自己受理的报告", "whoever took the application in can't issue")
    issued = (await run("report", "issue", folder, case, "--as", CERTIFIER)).value
    file = stage.base / "report.pdf"
    await run("report", "get", folder, case, "-o", file, "--as", COUNTER)
    stage.say(
        f"江苏窗口凭证件受理，另一人审核出具，编号 {issued['number']}",
        f"Taken in at Jiangsu's window, issued by another person: {issued['number']}",
    )
    return issued["number"], file


async def _verdict(stage: Stage, number: str) -> Any:
    asked = await run("report", "verify-number", stage.folders[VERIFIER], number, "--as", "demo", allowed=(0, 1))
    return asked.value["verdicts"][0]
