"""Why a document, a deposit, an account or a correction was refused.

Source: the docstrings of `adapters.checks`, `node.services.deposits` and `node.services.amending`.
"""

from collections.abc import Mapping

from federation.error_catalogue.phrases.phrase import Phrase

DOCUMENT_REASONS: Mapping[str, Phrase] = {
    "empty": Phrase("没有填写", "nothing was given"),
    "too-long": Phrase("位数过多", "it is too long"),
    "form": Phrase("位数或字符与证件类型不符", "length or characters don't fit the type"),
    "scientific": Phrase("已被表格软件变成科学计数", "a spreadsheet turned it into scientific notation"),
    "decimal": Phrase("带有小数", "it has decimals"),
    "masked": Phrase("含有星号等遮盖字符", "it is masked"),
    "permit-region": Phrase("居住证应以 81、82 或 83 开头", "a residence permit begins with 81, 82 or 83"),
    "birth-date": Phrase("其中的出生日期不存在", "its birth date doesn't exist"),
    "lost-digits": Phrase("末几位变成了零，已被表格软件损坏", "its last digits became zeros in a spreadsheet"),
    "check-digit": Phrase("校验码不对", "its check digit is wrong"),
    "several-lines": Phrase("文件里不止一行", "the file has more than one line"),
}

DEPOSIT_REASONS: Mapping[str, Phrase] = {
    "class": Phrase("未选择学习成果类别", "no class of achievement was given"),
    "name": Phrase("姓名没有填写或不是姓名", "the name is missing or isn't one"),
    "title": Phrase("学习成果名称没有填写或不合规定", "the title is missing or can't be kept"),
    "institution": Phrase("发证（办学）单位没有填写或不合规定", "the institution is missing or can't be kept"),
    "achieved-on": Phrase(
        "取得时间没有填写、不是可识别的日期，或不在 1950 年至今天之间",
        "the date is missing, can't be read, or isn't from 1950 to today",
    ),
    "score": Phrase("成绩不合规定", "the score can't be kept"),
    "credits": Phrase("学分应为 0—10000、最多两位小数的数字", "credits are a number up to 10000, two decimals at most"),
    "certificate-number": Phrase("证书编号不合规定", "the certificate's number can't be one"),
    "certificate-level": Phrase("证书等级不合规定", "the certificate's level can't be kept"),
    "note": Phrase("备注过长或含有不允许的字符", "the note is too long or can't be kept"),
    "before-birth": Phrase("取得时间早于证件所载的出生日期", "it was achieved before the person was born"),
    "credits-required": Phrase("课程学分须填写学分", "a course's credit must be stated"),
    "score-required": Phrase("课程学分和自学考试须填写成绩", "a course or examination needs its score"),
    "certificate-number-required": Phrase("证书须填写证书编号", "a certificate needs its number"),
    "name-differs": Phrase(
        "姓名与该证件已有的学习账户不一致，请核对证件后由管理人员处理",
        "the name isn't that of the document's learner account: people must resolve it",
    ),
    "evidence-missing": Phrase("尚未上传证明材料，至少须有一份", "no evidence is attached: one file at least"),
    "already-there": Phrase("该学习成果已经存入，不再重复登记", "the achievement is deposited already"),
    "withdrawn": Phrase(
        "该学习成果已撤回，不能重新存入；确需恢复的，由原填报（审核）机构或其上级用 reinstate 办理",
        "the achievement was withdrawn: whoever filed it, or a unit above, reinstates it (reinstate)",
    ),
}

ACCOUNT_REASONS: Mapping[str, Phrase] = {
    "name-form": Phrase("姓名为空、过长或含有不允许的字符", "the name is empty, too long or holds other characters"),
    "same-name": Phrase("所填姓名与账户相同，确认原姓名请用 account keep", "that is its name: use account keep"),
    "no-conflict": Phrase("没有待处理的姓名不一致", "there is no name conflict to resolve"),
}

CORRECTION_REASONS: Mapping[str, Phrase] = {
    "corrected": Phrase("已被更正，请对更正后的记录办理", "it was corrected: see the entry that replaced it"),
    "revoked": Phrase("已撤回", "it was withdrawn already"),
    "erased": Phrase("已应要求删除", "it was erased"),
    "held": Phrase("正在办理转换", "it is held for a conversion"),
    "converted": Phrase("已转换为学分", "it was converted"),
    "void": Phrase("该更正本身无效", "it is a correction that doesn't count"),
    "stands": Phrase("未被撤回，无需恢复", "it wasn't withdrawn"),
    "nothing-changed": Phrase("所填内容与原记录相同", "it says what is there already"),
    "duplicate": Phrase(
        "更正后与该学习者已登记过的另一成果相同，应撤回重复的一条",
        "it would be the same as another achievement of that person: withdraw the one that is too many",
    ),
    "text-form": Phrase(
        "所填文字过长、为空或含有不允许的字符", "a text is empty, too long or holds control characters"
    ),
    "date-form": Phrase("取得时间不是有效日期，或晚于今天", "the date isn't one, or is still to come"),
    "before-birth": Phrase("取得时间早于出生日期", "the date is before the person was born"),
    "amount-form": Phrase(
        "培训时数、学时和学分应为 0—10000、最多两位小数的数字",
        "hours and credits are numbers up to 10000 of at most two decimals",
    ),
    "of-the-catalogue": Phrase(
        "按目录存入的成果，其名称、机构以目录为准，不另计学分，时数不得留空",
        "its name and institution are the catalogue's, it has no credits of its own, and its hours are stated",
    ),
    "hours-exceed-catalogue": Phrase(
        "时数超过现行目录所列；目录中已无此课程的，不得超过原记录",
        "the hours are more than the catalogue's, or, if it has the course no more, than they were",
    ),
    "outside-period": Phrase("取得时间不在该项目现行目录所列期间", "the date is outside the project's period"),
}
