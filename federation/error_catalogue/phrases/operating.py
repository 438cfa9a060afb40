"""Why a branch's folder, its database or an output file can't be used.

Source: the docstrings of `node.folder`, `node.storage` and `node.cli.console`.
"""

from collections.abc import Mapping

from federation.error_catalogue.phrases.phrase import Phrase

FOLDER_REASONS: Mapping[str, Phrase] = {
    "missing": Phrase("目录不存在，请先执行 deltabank init", "there is no such folder: run deltabank init"),
    "half-made": Phrase(
        "上次 deltabank init 未完成，请删除该目录后重新执行",
        "deltabank init was interrupted: delete the folder and run it again",
    ),
    "no-configuration": Phrase(
        "其中没有 node.toml，请确认目录，或执行 deltabank init",
        "it has no node.toml: check the path, or run deltabank init",
    ),
    "not-empty": Phrase("目录不是空的，请换一个目录", "it isn't empty: choose another one"),
    "unwritable": Phrase("无法写入，请检查权限", "it can't be written: check its rights"),
    "unreadable": Phrase("无法读取，请检查权限", "it can't be read: check its rights"),
    "no-roster": Phrase("其中没有分行名册，请从备份恢复", "it has no roster: restore a backup"),
    "no-pin": Phrase("缺少首版名册指纹，请从备份恢复", "the pinned fingerprint is missing: restore a backup"),
    "mark-unreadable": Phrase("高水位标记已损坏，请从备份恢复", "the high-water mark is damaged: restore a backup"),
    "mark-locked": Phrase(
        "另一进程长时间占用高水位标记，请结束该进程后再试",
        "another process keeps the high-water mark: end that process",
    ),
}

OUTPUT_REASONS: Mapping[str, Phrase] = {
    "no-folder": Phrase("上级目录不存在", "its folder doesn't exist"),
    "not-in-folder": Phrase("上级不是目录", "what it should be in is no folder"),
    "is-folder": Phrase("是目录", "it is a folder"),
    "unwritable": Phrase("无权限", "no right to write there"),
}

DATABASE_REASONS: Mapping[str, Phrase] = {
    "url": Phrase("地址写法有误", "its URL can't be read"),
    "driver": Phrase("不支持这种数据库", "that kind of database isn't supported"),
    "missing": Phrase(
        "数据库文件不存在。如系误删，请从备份恢复（docs/operations.md）；新建分行或确需重建时执行 deltabank migrate",
        "the file is missing. If it was deleted, restore a backup (docs/operations.md); for a new branch, or to make "
        "it anew on purpose, run deltabank migrate",
    ),
    "connection": Phrase("无法连接", "no connection"),
    "busy": Phrase("繁忙，请稍后重试", "it is busy: try again"),
    "disk": Phrase("磁盘读写出错", "the disk fails"),
    "schema": Phrase("尚未建表，请执行 deltabank migrate", "it has no tables: run deltabank migrate"),
}
