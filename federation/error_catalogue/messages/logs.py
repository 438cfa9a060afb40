"""Logs: proofs, signatures, entries, forks.

Source: federation/errors.py; RFC 9110 section 15 (HTTP); gRPC "Status codes and their use".
"""

from collections.abc import Mapping

from federation.error_catalogue.message import ExitCode, Message, message

LOGS: Mapping[str, Message] = {
    "proof-invalid": message(
        ExitCode.INTEGRITY, "DATA_LOSS", 422,
        "存证校验不通过：{proof}不成立，不予采信。请向来源方重新索取，仍不通过的请报省中心。",
        "Not believed: the {proof} proof doesn't hold. Get it again from its source; report it if it fails again.",
    ),
    "signature-invalid": message(
        ExitCode.INTEGRITY, "UNAUTHENTICATED", 422,
        "签名校验不通过（签名方：{signer}），不予采信。请核对来源和所用的分行名册。",
        "The signature (signer: {signer}) doesn't hold. Check where it came from and which roster was used.",
    ),
    "key-not-valid-at-size": message(
        ExitCode.INTEGRITY, "UNAUTHENTICATED", 422,
        "日志 {origin} 在第 {size} 条处的签名密钥无效（已停用、尚未启用或分行已关闭）。请更新分行名册后再校验。",
        "No key of log {origin} is valid at size {size} with this content (retired, not yet in use, or closed). "
        "Update the roster and verify again.",
    ),
    "private-part-altered": message(
        ExitCode.INTEGRITY, "DATA_LOSS", 422,
        "日志 {origin} 第 {index} 条的密封部分与存证不符，已被改动，不予采信。请从其他分行重新获取。",
        "The private part of entry {index} in log {origin} was altered. Fetch it from another branch.",
    ),
    "private-part-withheld": message(
        ExitCode.INTEGRITY, "DATA_LOSS", 502,
        "日志 {origin} 有 {count} 条记录的密封部分未送达，又无删除记载，将向其他分行索取。请查看同步状态。",
        "{count} private parts of log {origin} were withheld though no erasure covers them. See the sync status.",
    ),
    "fork-found": message(
        ExitCode.INTEGRITY, "DATA_LOSS", 409,
        "日志 {origin} 先后签发了互相矛盾的存证，已停止采信该日志并保存证据。请立即报告联盟管理机构。",
        "Log {origin} signed two heads that can't both be true. It is quarantined, the evidence kept: report it.",
    ),
    "entry-refused": message(
        ExitCode.INTEGRITY, "FAILED_PRECONDITION", 409,
        "该条目不合规则（无权写入，或编号相同而内容不同），未予登记。请核对来源。",
        "The entry may not be written by its origin, or repeats an id with another body. Check its source.",
    ),
}  # fmt: skip
