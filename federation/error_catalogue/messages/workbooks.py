"""Workbooks and imports.

Source: federation/errors.py; RFC 9110 section 15 (HTTP); gRPC "Status codes and their use".
"""

from collections.abc import Mapping

from federation.error_catalogue.message import ExitCode, Message, message

WORKBOOKS: Mapping[str, Message] = {
    "workbook-refused": message(
        ExitCode.INPUT_REFUSED, "INVALID_ARGUMENT", 422,
        "文件 {file} 不能作为工作簿导入：{reason}。请改正后重新提交。",
        "The file {file} can't be taken as a workbook: {reason}. Correct it and hand it in again.",
    ),
    "import-broken-off": message(
        ExitCode.INPUT_REFUSED, "INVALID_ARGUMENT", 422,
        "文件 {file} 的导入中断：{reason}。此前已入库 {filed} 行，予以保留。请处理后重新导入，已入库的行不会重复。",
        "The import of {file} broke off: {reason}. {filed} rows were filed before and stay. Correct it and import it "
        "again: they are not doubled.",
    ),
    "template-unknown": message(
        ExitCode.INPUT_REFUSED, "INVALID_ARGUMENT", 422,
        "未能从文件 {file} 的表头识别出模板。请用 deltabank template 下载模板，保持表头文字不变。",
        "No template is recognised by the headers of {file}. Get one with deltabank template; keep its headers.",
    ),
}  # fmt: skip
