"""Why an actor, a unit or an application was refused.

Source: the docstrings of `node.model.rights` and `node.services.organisation`.
"""

from collections.abc import Mapping

from federation.error_catalogue.phrases.phrase import Phrase

ACTOR_REASONS: Mapping[str, Phrase] = {
    "purpose-missing": Phrase("未说明用途", "no purpose was stated"),
    "rate-limit": Phrase("查询过于频繁，请稍后再试", "too many lookups: try again later"),
    "not-recovering": Phrase("本分行并未处于恢复状态", "the branch isn't recovering"),
    "two-people": Phrase("须由两名不同人员共同决定", "it takes two different people"),
    "duty": Phrase("您的职责不包括此项操作", "it isn't among your duties"),
    "place": Phrase("不在您所在机构的管理范围内", "it is outside your unit and those under it"),
    "centre-only": Phrase("须由省中心办理", "it is for the provincial centre alone"),
    "own-unit": Phrase("本机构的事项须由上级机构办理", "your own unit's case is for a unit above it"),
    "reason-missing": Phrase("未说明理由", "no reason was stated"),
    "not-directly-above": Phrase("须由直接上级机构审核", "it is for the unit directly above"),
    "self-review": Phrase(
        "不得审核本人经办的事项，也不得审核登记（或恢复）本人的人所经办的事项",
        "nobody decides on what they filed themselves, nor on what was filed by whoever registered them or let them in",
    ),
    "two-operators": Phrase(
        "须由两名已登记的经办人分别经办和决定。请先用 operator add 登记经办人，再以 --as 注明；"
        "登记前已填报的，请重新填报",
        "it takes two registered operators, one who files and one who decides: register them with operator add and "
        "name them with --as; file anew what was filed before",
    ),
    "suspended": Phrase("经办人已停用", "the operator was suspended"),
    "client-unlisted": Phrase("该客户端未在本分行登记", "the client isn't listed in the branch's configuration"),
    "client-method": Phrase("该客户端不得调用此接口", "a client of this kind may not call that"),
    "client-actor": Phrase("该客户端不得代此经办人办理", "the client may not act for that operator"),
    "unknown-operator": Phrase("经办人未登记或已停用", "no such operator is registered, or it was suspended"),
}

UNIT_REASONS: Mapping[str, Phrase] = {
    "code-taken": Phrase("机构代码已被使用", "the code is taken"),
    "code-missing": Phrase("没有填写机构代码，本分行不编发代码", "its code is missing, and the branch issues none"),
    "codes-used-up": Phrase("该地区的机构代码已用完", "there are no codes left in that region"),
    "code-form": Phrase(
        "机构代码只能由字母、数字和连字符组成，最长 32 个字符", "its code isn't up to 32 letters, digits, hyphens"
    ),
    "name-missing": Phrase("名称没有填写或超过 100 个字", "the name is missing or longer than 100 characters"),
    "name-taken": Phrase("本分行已有或曾有同名机构", "another unit of the branch has that name, or had it"),
    "name-form": Phrase(
        "名称含有换行、控制符等不可显示的字符", "the name has line breaks, controls or other unprintable characters"
    ),
    "personal-number": Phrase(
        "机构名称随目录公开发布，不得含有手机号码或身份证件号码",
        "catalogues publish its name: nobody's mobile phone or ID number belongs in it",
    ),
    "same-name": Phrase("所填名称与现名相同", "it bears that name already"),
    "centre": Phrase(
        "省中心的名称以分行名册为准，且不能关闭", "the provincial centre's name is the roster's, and it can't be closed"
    ),
    "closed": Phrase("该机构已关闭，不能再填报", "the unit is closed: it files nothing any more"),
    "units-under": Phrase("其下还有未关闭的机构，请先逐一关闭", "there are units under it: close them first"),
    "operators-left": Phrase(
        "还有未停用的经办人，请先用 operator suspend 停用", "it has operators: suspend them first (operator suspend)"
    ),
    "cases-open": Phrase(
        "还有未办结的事项或未停用的管理员账号，请先办结、停用",
        "it has open cases, or an administrator's account: bring them to their end first",
    ),
    "level-unknown": Phrase("没有这一机构层级", "there is no such level"),
    "level-order": Phrase("层级应低于上级机构", "its level must be below that of the unit above it"),
    "region-form": Phrase("区划代码的位数与层级不符", "its region's digits don't fit its level"),
    "region-outside": Phrase("区划代码不在上级机构的范围内", "its region isn't inside that of the unit above it"),
    "operator-taken": Phrase("该经办人已登记", "the operator is registered already"),
    "operator-name": Phrase("经办人名称没有填写或过长", "the operator's name is missing or too long"),
    "no-account": Phrase(
        "该机构原则上不单独配发账号，须经省中心特别批准",
        "the unit holds no account unless the provincial centre excepts it",
    ),
    "exception-not-needed": Phrase("该机构本就可以持有账号", "the unit may hold an account anyway"),
}

APPLICATION_REASONS: Mapping[str, Phrase] = {
    "no-account": Phrase(
        "该机构原则上不单独配发账号，由本地社区学院统一组织填报，确需配发的须先经省中心特别批准",
        "the unit holds no account of its own: the college above files for it, unless the centre excepts it first",
    ),
    "another": Phrase("该机构已有一份申请在办或已获批准", "the unit has another application, pending or granted"),
    "centre": Phrase("省中心无需申请管理员账号", "the provincial centre itself needs no account"),
    "applicant-unknown": Phrase(
        "申请表上的单位尚未登记或不止一个，请用 --unit 注明机构代码",
        "no unit, or more than one, has the form's name: say which with --unit",
    ),
    "applicant-differs": Phrase("申请表上的单位与所注明的机构不符", "the form names another unit than --unit does"),
    "city-unknown": Phrase("该设区市尚未登记机构", "no unit of that city is registered"),
    "city-differs": Phrase("联络人信息表上的设区市与所注明的机构不符", "the sheet is another city's than the unit's"),
    "lead-days": Phrase("提前提醒天数应在 0 至 365 之间", "units are reminded 0 to 365 days before"),
}
