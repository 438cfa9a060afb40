"""Why a roster, an invitation, a peer or a key was refused.

Source: the docstrings of `federation.trust`, `federation.rpc` and `federation.keys`.
"""

from collections.abc import Mapping

from federation.error_catalogue.phrases.phrase import Phrase

ROSTER_REASONS: Mapping[str, Phrase] = {
    "not-first": Phrase("不是第一版", "it isn't version 1"),
    "fingerprint-mismatch": Phrase("指纹与约定的不符", "its fingerprint isn't the agreed one"),
    "foreign-federation": Phrase("属于另一联盟", "it is another federation's"),
    "version-rollback": Phrase("版本不比现行的新", "its version isn't newer"),
    "version-skipped": Phrase("跳过了中间版本", "versions in between are missing"),
    "previous-mismatch": Phrase("与现行版本不衔接", "it doesn't follow the present one"),
    "epoch-removed": Phrase("缺少仍在使用的联盟密钥", "a live federation key is gone"),
    "epoch-missing": Phrase("缺少联盟密钥", "a federation key is missing"),
    "branch-removed": Phrase("删去了原有分行（只能关闭）", "a branch is gone (it can only be closed)"),
    "branch-not-new": Phrase("新分行的日志不是从头开始", "a new branch's log doesn't begin at the beginning"),
    "origin-changed": Phrase("分行的日志名称被更改", "a branch's log changed its name"),
    "closing-altered": Phrase("分行的关闭记载被更改", "how a branch was closed was altered"),
    "closed-branch-altered": Phrase("已关闭的分行被更改", "a closed branch was altered"),
    "log-history-altered": Phrase("日志密钥的历史被更改", "the history of log keys was altered"),
    "unknown-signer": Phrase("签名方不在名册之内", "a signer isn't in the roster"),
    "not-a-root-key": Phrase("该密钥不是名册的根密钥", "the key isn't a root key"),
    "signature-invalid": Phrase("有签名不成立", "a signature doesn't hold"),
    "signature-conflict": Phrase("同一密钥有两个签名", "one key has two signatures"),
    "different-roster": Phrase("签名所对应的名册不同", "the signatures are over different rosters"),
    "too-few-signatures": Phrase("签名未过半数", "no more than half of its root keys signed"),
    "too-few-signatures-of-current": Phrase(
        "现行根密钥的签名未过半数", "no more than half of the present root keys signed"
    ),
    "empty-chain": Phrase("没有任何版本", "there is no version at all"),
    "unreadable": Phrase("文件无法读取", "the file can't be read"),
}

INVITATION_REASONS: Mapping[str, Phrase] = {
    **{f"roster-{code}": phrase for code, phrase in ROSTER_REASONS.items()},
    "expired": Phrase("已过有效期", "it has expired"),
    "other-branch": Phrase("是发给另一分行的", "it is for another branch"),
    "fingerprint-mismatch": ROSTER_REASONS["fingerprint-mismatch"],
    "foreign-federation": ROSTER_REASONS["foreign-federation"],
    "already-member": Phrase("该分行已在名册之内", "the branch is in the roster already"),
    "key-in-use": Phrase("所用密钥已属于其他分行", "a key is in use elsewhere"),
    "signature-invalid": ROSTER_REASONS["signature-invalid"],
    "unreadable": ROSTER_REASONS["unreadable"],
    "roster-malformed": Phrase("所附名册不合格式", "its roster is malformed"),
    "two-suites": Phrase("各密钥的密码套件不一致", "its keys are of different suites"),
}

PEER_REFUSED_REASONS: Mapping[str, Phrase] = {
    "no-certificate": Phrase("未出示证书", "no certificate was shown"),
    "malformed": Phrase("证书无法识别", "the certificate can't be read"),
    "wrong-uri": Phrase("证书上没有唯一的分行标识", "the certificate doesn't name exactly one branch"),
    "foreign-federation": Phrase("证书属于另一联盟", "the certificate is another federation's"),
    "unknown-branch": Phrase("证书所示分行不在名册之内", "the branch isn't in the roster"),
    "closed-branch": Phrase("证书所示分行已关闭", "the branch is closed"),
    "wrong-issuer": Phrase(
        "证书不是该分行自己的机构签发的", "the certificate wasn't issued by that branch's own authority"
    ),
    "not-yet-valid": Phrase("证书尚未生效", "the certificate isn't valid yet"),
    "expired": Phrase("证书已过期", "the certificate has expired"),
    "is-authority": Phrase("出示的是签发机构证书", "an authority's own certificate was shown"),
    "wrong-usage": Phrase("证书用途不符", "the certificate is for another use"),
    "not-let-in": Phrase("对方不接受本分行的证书", "the peer doesn't let this branch in"),
    "not-its-certificate": Phrase("对方出示的不是该分行的证书", "the peer's certificate isn't that branch's"),
}

PEER_FAULTY_REASONS: Mapping[str, Phrase] = {
    "other-federation": Phrase("自称属于另一联盟", "it says that it is of another federation"),
    "other-branch": Phrase("自称是另一分行", "it says that it is another branch"),
    "other-roster": Phrase("同一版本的名册内容不同", "it has another roster of the same version"),
    "fingerprint-length": Phrase("名册指纹长度不对", "the roster's fingerprint has a wrong length"),
    "too-many-rosters": Phrase("名册过多", "too many rosters"),
    "too-many-checkpoints": Phrase("存证过多", "too many checkpoints"),
    "oversized": Phrase("超过大小上限", "it is oversized"),
    "root-length": Phrase("根哈希长度不对", "a root has a wrong length"),
    "proof-length": Phrase("证明长度不对", "a proof has a wrong length"),
    "private-parts-count": Phrase("密封部分的数目不对", "a wrong number of private parts"),
    "out-of-order": Phrase("批次顺序不对", "batches out of order"),
    "batch-count": Phrase("批次为空或过大", "a batch is empty or too large"),
    "more-than-asked": Phrase("多于所要的条数", "more entries than asked for"),
    "incomplete": Phrase("未送完即结束", "it ended before the end"),
    "garbled": Phrase("无法解读", "it can't be read"),
}

KEY_REASONS: Mapping[str, Phrase] = {
    "missing": Phrase("找不到", "it is missing"),
    "unreadable": Phrase("无法读取", "it can't be read"),
    "unwritable": Phrase("无法写入", "it can't be written"),
    "malformed": Phrase("内容不是密钥", "it is no key"),
    "no-certificate": Phrase("内容不是证书", "it is no certificate"),
    "other-certificate": Phrase("与证书不是一对", "it isn't the certificate's key"),
    "too-open": Phrase("其他用户也有权限", "others than its owner have rights to it"),
    "unknown-scheme": Phrase("不支持这种存放方式", "this way of keeping keys isn't known"),
}
