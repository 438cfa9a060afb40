"""Why a portable credential isn't issued or believed, in words.

Source: the docstrings of `federation.badges` and `node.services.badging`.
"""

from collections.abc import Mapping

from federation.error_catalogue.phrases.phrase import Phrase

CREDENTIAL_REASONS: Mapping[str, Phrase] = {
    "not-standing": Phrase(
        "所选成果查不到、不是本人的，或已撤销、更正", "the achievement isn't there, isn't theirs, or doesn't stand"
    ),
    "standing-unknown": Phrase("该成果现状暂时无法确认", "how the achievement stands can't be told now"),
}

CREDENTIAL_NOT_GENUINE_REASONS: Mapping[str, Phrase] = {
    "form": Phrase("写法不是分行所用的", "it isn't in the form that branches use"),
    "algorithm": Phrase("签名算法不是 EdDSA", "it isn't signed with EdDSA"),
    "signature": Phrase("签名不成立，内容可能被改动", "the signature doesn't hold"),
    "endorsement": Phrase("签名密钥不是名册上分行的", "its key isn't vouched for by a rostered branch"),
    "record": Phrase("所附签名记录没有公开学习成果", "the signed record in it discloses no achievement"),
    "content-differs": Phrase("内容与所附签名记录不一致", "it doesn't say what the signed record in it says"),
}
