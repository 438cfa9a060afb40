"""Why a source is waited for or not believed, in Chinese: what `sync status` shows of a stored reason.

A stored reason is an error's code, or after a fault its code and what was at fault, with a colon between.

Source: federation/errors.py.
"""

from federation.error_catalogue.phrases import PEER_FAULTY_REASONS, PEER_REFUSED_REASONS

CODES = {
    "peer-unavailable": "未能连接",
    "peer-refused": "身份核验未通过",
    "peer-faulty": "应答有误",
    "not-here": "对方尚无所需内容",
    "too-many-calls": "对方请求过多",
    "other-federation": "属于另一联盟",
    "not-in-roster": "不在名册之内",
    "roster-refused": "对方名册未被接受",
    "malformed": "内容不合格式",
    "too-large": "内容超过上限",
    "unknown-suite": "密码套件不支持",
    "signature-invalid": "签名不成立",
    "key-not-valid-at-size": "签名密钥无效",
    "proof-invalid": "存证证明不成立",
    "private-part-altered": "密封部分被改动",
    "private-part-withheld": "密封部分未送达",
    "seal-broken": "密封内容不成立",
    "entry-refused": "条目不合规则",
    "fork-found": "日志分叉",
    "recovering": "对方正在恢复",
    "database-unavailable": "数据库不可用",
    "storage-full": "磁盘空间不足",
    "internal": "程序内部故障",
}
OTHER = "其他原因"


def source_reason_zh(reason: str) -> str:
    """The stored reason in Chinese; ``""`` stays ``""``."""
    if not reason:
        return ""
    code, _, detail = reason.partition(":")
    words = CODES.get(code, OTHER)
    phrase = PEER_REFUSED_REASONS.get(detail) if code == "peer-refused" else PEER_FAULTY_REASONS.get(detail)
    more = phrase.zh if phrase is not None else CODES.get(detail, "")
    return f"{words}（{more}）" if more and more != words else words
