"""Bytes that are malformed, documents and sealed content.

Source: federation/errors.py; RFC 9110 section 15 (HTTP); gRPC "Status codes and their use".
"""

from collections.abc import Mapping

from federation.error_catalogue.message import ExitCode, Message, message

BYTES: Mapping[str, Message] = {
    "malformed": message(
        ExitCode.INPUT_REFUSED, "INVALID_ARGUMENT", 400,
        "{what}的内容不符合格式（{why}），可能已损坏或被改动。请向提供方重新索取。",
        "The {what} is malformed ({why}): damaged or altered. Ask for it again where it came from.",
    ),
    "other-kind-of-file": message(
        ExitCode.INPUT_REFUSED, "INVALID_ARGUMENT", 400,
        "未作校验：{reason}。",
        "Nothing was verified: {reason}.",
    ),
    "too-large": message(
        ExitCode.INPUT_REFUSED, "INVALID_ARGUMENT", 413,
        "{what}超过上限（{limit}）。请缩减或拆分后再试。",
        "The {what} exceeds the limit ({limit}). Make it smaller, or split it.",
    ),
    "unknown-suite": message(
        ExitCode.INPUT_REFUSED, "UNIMPLEMENTED", 501,
        "使用了本版本不支持的密码套件（编号 {suite}）。请升级程序后再试。",
        "Made with a cryptographic suite that this version doesn't have (number {suite}). Upgrade the program.",
    ),
}  # fmt: skip

DOCUMENTS: Mapping[str, Message] = {
    "document-malformed": message(
        ExitCode.INPUT_REFUSED, "INVALID_ARGUMENT", 400,
        "证件号码有误：{reason}。请对照证件原件核对后重新填写。",
        "The document number can't be right: {reason}. Check it against the document itself.",
    ),
    "seal-broken": message(
        ExitCode.INTEGRITY, "DATA_LOSS", 422,
        "密封内容校验不通过，已拒绝打开。请向出具该记录的分行重新索取。",
        "The sealed content doesn't hold and was not opened. Ask the issuing branch for the record again.",
    ),
    "not-this-document": message(
        ExitCode.INPUT_REFUSED, "PERMISSION_DENIED", 403,
        "出示的证件或钥匙与该记录不对应，不能打开。请核对证件类型和号码，或索取正确的记录文件。",
        "The document or key presented doesn't open this record. Check type and number, or get the right file.",
    ),
}  # fmt: skip
