"""Whatever is filed and decided on.

Source: federation/errors.py; RFC 9110 section 15 (HTTP); gRPC "Status codes and their use".
"""

from collections.abc import Mapping

from federation.error_catalogue.message import ExitCode, Message, message

CASES: Mapping[str, Message] = {
    "step-refused": message(
        ExitCode.INPUT_REFUSED, "FAILED_PRECONDITION", 409,
        "该事项目前为“{state}”状态，不能执行“{step}”。请先查看办理进度。",
        "The case is in state {state}: step {step} isn't possible. Look at how far it is.",
    ),
    "case-incomplete": message(
        ExitCode.INPUT_REFUSED, "FAILED_PRECONDITION", 409,
        "材料不齐，缺少：{parts}。请补齐后再提交。",
        "Not complete; missing: {parts}. Add it and hand it in again.",
    ),
    "application-refused": message(
        ExitCode.INPUT_REFUSED, "FAILED_PRECONDITION", 422,
        "申报材料不能受理：{reason}。",
        "What was handed in can't be taken: {reason}.",
    ),
    "declaration-refused": message(
        ExitCode.INPUT_REFUSED, "FAILED_PRECONDITION", 422,
        "培训项目申报不能受理：{reason}。请核对后重新填报。",
        "The declaration can't be taken: {reason}. Check and file it again.",
    ),
    "catalogue-refused": message(
        ExitCode.INPUT_REFUSED, "FAILED_PRECONDITION", 422,
        "培训项目目录未发布：{reason}。",
        "The catalogue was not published: {reason}.",
    ),
    "unit-refused": message(
        ExitCode.INPUT_REFUSED, "INVALID_ARGUMENT", 422,
        "机构或经办人信息不能保存：{reason}。请核对后重新提交。",
        "The unit or operator can't be kept: {reason}. Check and hand it in again.",
    ),
    "deposit-refused": message(
        ExitCode.INPUT_REFUSED, "FAILED_PRECONDITION", 422,
        "个人存入未能办理：{reason}。请核对后再办。",
        "The deposit can't be taken: {reason}. Check and do it again.",
    ),
    "account-refused": message(
        ExitCode.INPUT_REFUSED, "FAILED_PRECONDITION", 409,
        "学习账户未作改动：{reason}。请对照证件原件核对。",
        "The account was not changed: {reason}. Check it against the document itself.",
    ),
    "correction-refused": message(
        ExitCode.INPUT_REFUSED, "FAILED_PRECONDITION", 409,
        "第 {index} 条记录不能如此更正或撤回：{reason}。请用 deltabank filed 查看其来源和现状。",
        "Entry {index} can't be corrected or withdrawn so: {reason}. Look at it with deltabank filed.",
    ),
    "rules-invalid": message(
        ExitCode.INPUT_REFUSED, "INVALID_ARGUMENT", 422,
        "转换规则文件 {file} 第 {line} 行 {key} 一项有误：{reason}。请改正后重试。",
        "In the rules file {file}, line {line}, {key} is wrong: {reason}. Correct it and try again.",
    ),
    "rules-refused": message(
        ExitCode.INPUT_REFUSED, "FAILED_PRECONDITION", 422,
        "转换规则未能办理：{reason}。请核对后再办。",
        "The conversion rules can't be dealt with so: {reason}. Check and do it again.",
    ),
    "credit-refused": message(
        ExitCode.INPUT_REFUSED, "FAILED_PRECONDITION", 409,
        "学分未能记账：{reason}。请用 deltabank credit check 核对。",
        "The credit can't be booked: {reason}. Check with deltabank credit check.",
    ),
    "transfer-refused": message(
        ExitCode.INPUT_REFUSED, "FAILED_PRECONDITION", 422,
        "学分转换未能办理：{reason}。请核对后再办。",
        "The transfer can't be dealt with so: {reason}. Check and do it again.",
    ),
    "ledger-refused": message(
        ExitCode.INPUT_REFUSED, "FAILED_PRECONDITION", 422,
        "培训台账未能办理：{reason}。请核对后再办。",
        "The training's ledger can't be kept so: {reason}. Check and do it again.",
    ),
    "audit-refused": message(
        ExitCode.INPUT_REFUSED, "FAILED_PRECONDITION", 422,
        "核查未能办理：{reason}。请核对后再办。",
        "The audit can't be done so: {reason}. Check and do it again.",
    ),
    "attachment-refused": message(
        ExitCode.INPUT_REFUSED, "INVALID_ARGUMENT", 422,
        "附件 {file} 不能接收：{reason}。请更换文件后重新提交。",
        "The attachment {file} can't be taken: {reason}. Hand in another file.",
    ),
    "report-refused": message(
        ExitCode.INPUT_REFUSED, "FAILED_PRECONDITION", 409,
        "报告不能这样办理：{reason}。请核对后重新办理。",
        "The report can't be dealt with so: {reason}. Check and do it again.",
    ),
    "report-number-malformed": message(
        ExitCode.INPUT_REFUSED, "INVALID_ARGUMENT", 400,
        "报告编号有误：{reason}。请对照报告原件重新输入，或扫描报告上的二维码。",
        "The report number can't be right: {reason}. Type it again from the report, or scan its code.",
    ),
    "report-not-genuine": message(
        ExitCode.INTEGRITY, "DATA_LOSS", 422,
        "该文件不是分行出具的报告原件，不予采信：{reason}。请向持有人索取原始电子文件，或凭报告编号在线验证。",
        "The file isn't a report as a branch issued it: {reason}. Get the original file, or verify by its number.",
    ),
    "credential-refused": message(
        ExitCode.INPUT_REFUSED, "FAILED_PRECONDITION", 409,
        "凭证不能这样签发：{reason}。请核对后重新办理。",
        "The credential can't be issued so: {reason}. Check and do it again.",
    ),
    "credential-not-genuine": message(
        ExitCode.INTEGRITY, "DATA_LOSS", 422,
        "该凭证不是分行签发的原件，不予采信：{reason}。请向持有人索取原始文件，或凭证件向任一分行查询。",
        "The credential isn't one as a branch issued it: {reason}. Get the original file, or ask any branch.",
    ),
    "progress-refused": message(
        ExitCode.INPUT_REFUSED, "INVALID_ARGUMENT", 422,
        "工作进展数据未能生成：{reason}。请核对统计起止日期后再试。",
        "There are no such figures: {reason}. Check the first and the last day.",
    ),
    "print-refused": message(
        ExitCode.INPUT_REFUSED, "INVALID_ARGUMENT", 422,
        "{what}不能生成打印件：{reason}。请核对所填文字，必要时由管理员补充字体。",
        "The {what} can't be printed: {reason}. Check the text; an operator may have to add a font.",
    ),
}  # fmt: skip
