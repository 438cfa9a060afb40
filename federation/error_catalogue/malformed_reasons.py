"""Why bytes can't be read as what they should be, in words: the fact `why` of `Malformed`.

In English the reason is said as its module words it; it is looked up here for Chinese.
One that holds figures is looked up by its words up to the first figure.

Source: the modules of `federation` and `node` that raise `Malformed`.
"""

import re
from collections.abc import Mapping

IN_CHINESE: Mapping[str, str] = {
    "encoding": "编码无法解读",
    "utf-8": "不是 UTF-8 文本",
    "not UTF-8 text": "不是 UTF-8 文本",
    "unreadable": "文件无法读取",
    "format": "版本不对",
    "fields": "字段有缺或多余",
    "json": "不是合规的 JSON",
    "no JSON with one reading": "不是 JSON，或有重复、歧义的内容",
    "not an object": "应为 JSON 对象",
    "missing or unknown members": "字段有缺或多余",
    "not in its one encoding": "不是唯一的规范编码",
    "length": "长度不对",
    "dates": "日期先后不对",
    "count": "项数过多",
    "citation": "引用不对",
    "bounds": "超出允许范围",
    "order": "顺序不对",
    "region": "区划代码有误或重复",
    "code": "代码有误或重复",
    "lines": "行数不对",
    "size": "条数不对",
    "root": "根哈希不对",
    "origin": "日志名称不对",
    "kind": "种类不对",
    "index": "序号不对",
    "time": "时间不对",
    "proof": "证明不对",
    "header": "记录头不对",
    "private part": "密封部分不对",
    "inclusion proof": "收录证明不对",
    "checkpoint": "日志存证不对",
    "record key": "记录密钥不对",
    "roster fingerprint": "名册指纹不对",
    "signature": "签名不合格式",
    "signature-line": "签名行不合格式",
    "no-signatures": "没有签名",
    "key-name": "密钥名称不合格式",
    "key-repeated": "同一密钥出现两次",
    "text": "含有不允许的字符",
    "base64": "不是规范的 Base64",
    "not base64": "不是规范的 Base64",
    "small-order": "公钥不安全",
    "not-canonical": "公钥写法不唯一",
    "not-a-point": "不是公钥",
    "same document": "两次给出的是同一证件",
    "unknown": "没有这一种",
    "not a province code of GB/T 2260": "不是 GB/T 2260 省级代码",
    "not host:port": "应写作 主机:端口",
    "not PEM": "不是 PEM 格式",
    "more than one": "多于一个",
    "can't be read": "无法读取",
    "no CA certificate": "不是签发机构证书",
    "not self-signed": "不是自签名证书",
    "not visible text on one line": "应为一行可见文字",
    "not a time in UTC to the second": "应为精确到秒的 UTC 时间",
    "no such time": "时间不存在",
    "one key as root key and as log key": "根密钥与日志密钥相同",
    "not a whole number from": "不是允许范围内的整数",
    "not a list of up to": "不是列表，或项数过多",
    "not text of up to": "不是文本，或文字过长",
    "not": "长度或写法不对",
    "more than": "超过上限",
    "no order first": "应先说明办理事项，再发送内容",
    "not of the size stated": "与所报大小不符，可能未传完",
    "form": "写法不对",
    "twice": "出现两次",
    "reserved": "已另作他用",
    "not a plain file name": "应为不含路径的普通文件名",
}
ANYTHING_ELSE = "不合规定"


def malformed_in_chinese(why: str) -> str:
    """The reason in Chinese; one that isn't known is said in general, never in English."""
    words = re.split(r"\s*[0-9]", why, maxsplit=1)[0]
    return IN_CHINESE.get(why) or IN_CHINESE.get(words) or ANYTHING_ELSE
