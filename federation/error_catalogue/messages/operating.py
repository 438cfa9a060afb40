"""Running a node: its folder, database, recovery, rights.

Source: federation/errors.py; RFC 9110 section 15 (HTTP); gRPC "Status codes and their use".
"""

from collections.abc import Mapping

from federation.error_catalogue.message import ExitCode, Message, message

NODE: Mapping[str, Message] = {
    "internal": message(
        ExitCode.INTERNAL, "INTERNAL", 500,
        "程序内部故障，本次操作未完成。请保留日志并联系技术支持。",
        "A fault of the program; this was not done. Keep the log and call support.",
    ),
    "configuration-invalid": message(
        ExitCode.CONFIGURATION, "FAILED_PRECONDITION", 500,
        "配置文件 {path} 中 {key} 一项有误：{reason}。请改正后重试。",
        "In the configuration {path}, {key} is wrong: {reason}. Correct it and try again.",
    ),
    "folder-not-ready": message(
        ExitCode.CONFIGURATION, "FAILED_PRECONDITION", 500,
        "分行目录 {path} 不能使用：{reason}。",
        "The branch's folder {path} can't be used: {reason}.",
    ),
    "already-exists": message(
        ExitCode.CONFIGURATION, "ALREADY_EXISTS", 409,
        "{path} 已存在，不予覆盖。请换一个位置，或自行移走原有文件。",
        "{path} exists and is not overwritten. Choose another place, or move it away yourself.",
    ),
    "output-unwritable": message(
        ExitCode.CONFIGURATION, "FAILED_PRECONDITION", 500,
        "无法写入文件 {path}：{reason}。请换一个位置。",
        "The file {path} can't be written: {reason}. Choose another place.",
    ),
    "database-unavailable": message(
        ExitCode.UNAVAILABLE, "UNAVAILABLE", 503,
        "数据库不可用：{reason}。请检查数据库服务、地址和权限。",
        "The database isn't available: {reason}. Check the service, its address and rights.",
    ),
    "database-outdated": message(
        ExitCode.CONFIGURATION, "FAILED_PRECONDITION", 500,
        "数据库结构版本为 {found}，本程序需要 {expected}。请先备份，再执行 deltabank migrate。",
        "The database schema is {found}; this program needs {expected}. Back up, then run deltabank migrate.",
    ),
    "storage-full": message(
        ExitCode.UNAVAILABLE, "RESOURCE_EXHAUSTED", 507,
        "磁盘空间不足，操作中止：此前已提交的保留，其余未保留。请清理磁盘后重新执行，已提交的不会重复。",
        "The disk is full: what was committed before stays, the rest was not kept. Make room and run it again.",
    ),
    "committed-not-released": message(
        ExitCode.UNAVAILABLE, "RESOURCE_EXHAUSTED", 507,
        "已入库，但高水位标记无法写入，暂不对外发布。请清理磁盘并检查 state 目录权限，勿重复办理；"
        "导入可再次执行，已入库的行不会重复。",
        "Committed, but the high-water mark can't be written, so it isn't let out yet. Make room, check the rights of "
        "state/, and don't do it twice; an import may be run again.",
    ),
    "integrity-broken": message(
        ExitCode.INTEGRITY, "DATA_LOSS", 500,
        "本地数据与签名存证不符：{what}，已停止对外提供。请执行 deltabank log fsck，必要时从备份恢复。",
        "Stored data no longer is what was signed: {what}. Run deltabank log fsck; restore a backup if needed.",
    ),
    "recovering": message(
        ExitCode.RECOVERING, "UNAVAILABLE", 503,
        "本分行正在恢复（尚差 {behind} 条），恢复前不签发任何内容。请保持与其他分行的网络连通。",
        "This branch is recovering ({behind} entries behind) and signs nothing. Keep it connected to its peers.",
    ),
    "head-moved": message(
        ExitCode.UNAVAILABLE, "ABORTED", 409,
        "另一进程抢先写入，本次改动未生效。请重试。",
        "Another process wrote first; the change was not made. Try again.",
    ),
    "port-in-use": message(
        ExitCode.UNAVAILABLE, "UNAVAILABLE", 503,
        "监听地址 {address} 已被占用或不可用。请停掉占用的程序，或在 node.toml 中改用其他端口。",
        "The address {address} is taken or can't be used. Stop what uses it, or choose another port in node.toml.",
    ),
    "not-in-roster": message(
        ExitCode.NOT_ALLOWED, "PERMISSION_DENIED", 403,
        "分行名册中没有 {branch}。请待名册签发方将其列入后，用 deltabank roster apply 更新名册。",
        "{branch} isn't in the roster. Once it is admitted, take the new one in with deltabank roster apply.",
    ),
    "actor-refused": message(
        ExitCode.NOT_ALLOWED, "PERMISSION_DENIED", 403,
        "不能办理此项操作：{reason}。请核对经办人的登记和职责，以及用途、依据是否写明。",
        "Not allowed: {reason}. Check who acts, their duties, and that purpose and legal basis are stated.",
    ),
}  # fmt: skip
