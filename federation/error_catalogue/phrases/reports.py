"""Why a report isn't believed, issued or found, in words.

Source: the docstrings of `federation.reports` and `node.report_files`.
"""

from collections.abc import Mapping

from federation.error_catalogue.phrases.phrase import Phrase

REPORT_REASONS: Mapping[str, Phrase] = {
    "name-missing": Phrase("没有给出姓名，也没有可用的学习账户", "no name was given, and no account tells it"),
    "name-differs": Phrase("姓名与学习账户或成果记录上的不符", "the name isn't the account's or the records'"),
    "purpose": Phrase("用途不得超过 100 字，并不得含有控制字符", "a purpose has 100 plain characters at most"),
    "not-standing": Phrase(
        "所选成果中有的查不到、不是本人的，或已撤销、更正", "a chosen achievement isn't there, or doesn't stand"
    ),
    "other-document": Phrase(
        "所选成果登记在本人另一证件名下，请凭该证件申请", "a chosen achievement was filed under the other document"
    ),
    "nothing-standing": Phrase("名下没有有效的学习成果", "there is no achievement that stands"),
    "too-many": Phrase("一份报告至多列 200 项成果", "a report has 200 achievements at most"),
    "other-person": Phrase("证件不是申请人的", "the document isn't the applicant's"),
    "content-gone": Phrase("所选成果的内容已删除", "a chosen achievement's content was erased"),
    "not-issued": Phrase("该申请尚未出具报告，或者已经取消", "nothing was issued for it yet, or it was cancelled"),
    "note": Phrase("说明不得超过 500 字", "a note has 500 characters at most"),
}

REPORT_NUMBER_REASONS: Mapping[str, Phrase] = {
    "length": Phrase("应为 24 位（六组，每组四位）", "it has 24 characters, six groups of four"),
    "character": Phrase("含有编号中不用的字符", "it holds a character that no number has"),
    "check": Phrase("有字符抄错或颠倒", "a character is wrong, or two changed places"),
}

NOT_GENUINE_REASONS: Mapping[str, Phrase] = {
    "not-a-pdf": Phrase("不是 PDF 文件", "it is no PDF"),
    "not-signed": Phrase("没有数字签名", "it isn't signed"),
    "not-whole": Phrase("签名没有覆盖整个文件，签名之后有改动", "the signature doesn't cover the whole file"),
    "signature-form": Phrase("签名的写法不是分行所用的", "the signature isn't in the form that branches use"),
    "altered": Phrase("签名之后内容被改动", "the content was altered after it was signed"),
    "signature": Phrase("签名不成立", "the signature doesn't hold"),
    "certificate": Phrase("签发机构不是名册上的", "the issuing authority isn't the rostered one"),
    "unreadable": Phrase("文件结构无法读取", "its structure can't be read"),
    "attachments": Phrase("所附的原始记录有缺或多余", "signed records are missing, or others beside"),
    "signed-before": Phrase("签署时间早于出具日期", "it was signed before the day of issue"),
    "text-differs": Phrase("页面文字与所附内容不一致", "its pages don't say what its content says"),
    "other-branch": Phrase("签署、出具和登记的不是同一分行", "signer, issuer and log aren't one branch"),
    "entry-differs": Phrase("所附登记不是报告的登记", "its entry isn't a report's"),
    "content-differs": Phrase("内容与日志登记的不一致", "its content isn't what the log was told"),
    "records-missing": Phrase("原始记录与所列成果数目不符", "it has not one record for each line"),
    "record-differs": Phrase("所列成果与原始记录不一致", "a line isn't what its record says"),
    "credit-differs": Phrase("所列学分与登记不一致", "a line of credit isn't what its entry says"),
}
