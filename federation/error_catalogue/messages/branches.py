"""Other branches: rosters, invitations, keys, calls to peers.

Source: federation/errors.py; RFC 9110 section 15 (HTTP); gRPC "Status codes and their use".
"""

from collections.abc import Mapping

from federation.error_catalogue.message import ExitCode, Message, message

TRUST: Mapping[str, Message] = {
    "roster-refused": message(
        ExitCode.NOT_ALLOWED, "FAILED_PRECONDITION", 409,
        "分行名册未被接受：{reason}。现行名册保持不变，请与名册签发方核对。",
        "The roster was refused: {reason}. The present one stands; check with those who signed it.",
    ),
    "invitation-refused": message(
        ExitCode.NOT_ALLOWED, "FAILED_PRECONDITION", 409,
        "邀请或加入申请不能使用：{reason}。请联系发出邀请的分行重新办理。",
        "The invitation or join request can't be used: {reason}. Ask the inviting branch for a new one.",
    ),
    "peer-refused": message(
        ExitCode.NOT_ALLOWED, "PERMISSION_DENIED", 403,
        "与对方分行的身份核验未通过：{reason}。请核对双方证书和分行名册。",
        "The identity check between branches failed: {reason}. Check both certificates and the roster.",
    ),
    "key-unavailable": message(
        ExitCode.CONFIGURATION, "FAILED_PRECONDITION", 500,
        "密钥 {uri} 不能使用：{reason}。请检查密钥文件及其权限（应为 0600）。",
        "The key {uri} can't be used: {reason}. Check the key file and its rights (0600).",
    ),
}  # fmt: skip

PEERS: Mapping[str, Message] = {
    "peer-unavailable": message(
        ExitCode.UNAVAILABLE, "UNAVAILABLE", 503,
        "分行 {branch} 暂时无法连通，稍后会自动重试。如长时间不通，请检查网络和对方服务。",
        "Branch {branch} can't be reached; it is tried again by itself. If that lasts, check network and peer.",
    ),
    "peer-faulty": message(
        ExitCode.INTEGRITY, "DATA_LOSS", 502,
        "分行 {branch} 的应答有误：{reason}，已弃用。请通知对方分行检查。",
        "Branch {branch} answered what can't be right: {reason}. The answer was dropped; tell that branch.",
    ),
    "not-here": message(
        ExitCode.NOT_ALL_HELD, "NOT_FOUND", 404,
        "没有查到：{what}。请核对代码或编号；其他分行的内容请待同步完成后再查。",
        "Not held here: {what}. Check what was asked for, or wait until the sync is done.",
    ),
    "not-filed-here": message(
        ExitCode.NOT_ALL_HELD, "NOT_FOUND", 404,
        "没有查到：{what}。请核对{check}。",
        "Not held here: {what}. Check {check}.",
    ),
    "other-federation": message(
        ExitCode.NOT_ALLOWED, "FAILED_PRECONDITION", 409,
        "不属于本联盟（{federation}），不予受理。请核对所用的分行名册和来源。",
        "Not of this federation ({federation}). Check which roster was used, and where this came from.",
    ),
    "too-many-calls": message(
        ExitCode.UNAVAILABLE, "RESOURCE_EXHAUSTED", 429,
        "同时进行的请求过多（上限 {limit} 个）。请等前面的请求结束后再试。",
        "Too many calls at once (at most {limit}). Try again when the earlier ones have ended.",
    ),
    "call-timed-out": message(
        ExitCode.UNAVAILABLE, "DEADLINE_EXCEEDED", 504,
        "请求超时（{limit} 秒），已中止。请查看办理结果后重新提交，已入库的不会重复。",
        "The call took too long ({limit} s) and was ended. See what came of it and try again: nothing is filed twice.",
    ),
}  # fmt: skip
