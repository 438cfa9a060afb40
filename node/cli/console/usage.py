"""Wrong command lines, told in the language of the run and without what was typed beyond the options.

Somebody may type a document number where none belongs; it isn't repeated.
"""

import re

from federation.error_catalogue import Language

# The wording of typer's own errors, which have no codes; a wording that is new is shown as it is.
IN_CHINESE = (
    (r"Invalid value: (?P<what>.*)", r"\g<what>"),
    (r"Invalid value for (?P<name>'[^']*'(?: / '[^']*')*): file .* does not exist\.?", r"\g<name> 所指的文件不存在"),
    (r"Invalid value for (?P<name>'[^']*'(?: / '[^']*')*): .* is not one of (?P<all>.*)", r"\g<name> 只能取 \g<all>"),
    (r"Invalid value for (?P<name>'[^']*'(?: / '[^']*')*): .*", r"\g<name> 的值不合要求"),
    (r"Missing (?:argument|option|parameter) (?P<name>'[^']*'(?: / '[^']*')*).*", r"缺少 \g<name>"),
    (r"Missing command.*", "缺少子命令"),
    (r"No such option:? (?P<name>\S+).*", r"没有选项 \g<name>"),
    (r"No such command (?P<name>'[^']*').*", r"没有命令 \g<name>"),
    (r"Got unexpected extra argument.*", "多出了参数（证件号码不得写在命令行上）"),
    (r"Option (?P<name>'[^']*') requires an argument.*", r"\g<name> 须带值"),
)
IN_ENGLISH = (
    (r"Invalid value: (?P<what>.*)", r"\g<what>"),
    (r"Got unexpected extra argument.*", "unexpected extra arguments (never type a document number here)"),
)


def usage_line(message: str, language: Language) -> str:
    """One line that says what was wrong, and where usage is told.

    Args:
        message: as the command line's parser worded it.
        language: of the run.
    """
    text = " ".join(message.split())
    for pattern, words in IN_CHINESE if language == "zh" else IN_ENGLISH:
        match = re.fullmatch(pattern, text)
        if match:
            text = match.expand(words)
            break
    return f"用法有误：{text}。用法见 deltabank --help" if language == "zh" else f"Usage: {text} (see deltabank --help)"
