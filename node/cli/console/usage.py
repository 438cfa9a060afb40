"""Wrong command lines: what is missing or wrong, and how the command is written, in the language of the run.

What was typed isn't repeated beyond the names of options and commands: somebody may type a document
number where none belongs. Names in Chinese are the beginnings of the help of arguments and options.
"""

import re
from typing import Any

from typer.exceptions import TyperException

from federation.error_catalogue import Language
from node.cli.console.choices import WrongChoice

NAME = r"(?P<name>'[^']*'(?: / '[^']*')*)"
# The wording of typer's own errors, which have no codes; a wording that is new is shown as it is.
IN_CHINESE = (
    (r"Invalid value: (?P<what>.*)", r"\g<what>"),
    (rf"Invalid value for {NAME}: file .* does not exist\.?", r"\g<name>所指的文件不存在"),
    (rf"Invalid value for {NAME}: .* is not one of (?P<all>.*)", r"\g<name>只能填 \g<all>"),
    (rf"Invalid value for {NAME}: .*", r"\g<name>的值不合要求"),
    (rf"Missing (?:argument|option|parameter) {NAME}.*", r"缺少\g<name>"),
    (r"Missing command.*", "缺少子命令"),
    (r"No such (?:option:?|command) .*[0-9]{6}.*", "没有这样的选项或命令（证件号码不得写在命令行上）"),
    (r"No such option:? (?P<name>\S+).*", r"没有选项 \g<name>"),
    (r"No such command (?P<name>'[^']*').*", r"没有命令 \g<name>"),
    (rf"Option {NAME} requires an argument.*", r"\g<name>须带值"),
)
IN_ENGLISH = (
    (r"Invalid value: (?P<what>.*)", r"\g<what>"),
    (r"No such (?:option:?|command) .*[0-9]{6}.*", "no such option or command (never type a document number here)"),
)
EXTRA = re.compile(r"Got unexpected extra argument(?:\(s\)|s)? \((?P<what>.*)\)\.?")
NO_NUMBER = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}|[0-9]{1,4}:[0-9]{1,4}")
"""Days and places of achievements: digits that are part of no document number."""
FEWEST_DIGITS = 5
"""So many in all that is left over may be a document number, or its pieces."""
PROGRAM = "deltabank"


def usage_line(error: TyperException, language: Language) -> str:
    """One line that says what was wrong, and how the command is written."""
    # Not of typer's public error: the command that was being read, and its parameter.
    context, parameter = getattr(error, "ctx", None), getattr(error, "param", None)
    path = PROGRAM if context is None else context.command_path
    if language != "zh":
        name = f"{parameter.opts[0]} " if isinstance(error, WrongChoice) and parameter is not None else ""
        return f"Usage: {name}{_worded(error, IN_ENGLISH)} (see {path} --help)"
    told = _worded(error, IN_CHINESE)
    if parameter is not None:
        named = _named(parameter)
        told = f"{named}{told}" if isinstance(error, WrongChoice) else re.sub(NAME, named, told, count=1)
        if told.startswith("缺少") and parameter.param_type_name == "option":
            told = f"缺少 {parameter.opts[0]}：{_help_zh(parameter)}"
    return f"用法有误：{told.strip()}。{_form(context, path)}"


def _worded(error: TyperException, patterns: tuple[tuple[str, str], ...]) -> str:
    if isinstance(error, WrongChoice):
        return error.message
    text = " ".join(error.format_message().split())
    extra = EXTRA.fullmatch(text)
    if extra is not None:
        return _extra(extra["what"], is_zh=patterns is IN_CHINESE)
    for pattern, words in patterns:
        match = re.fullmatch(pattern, text)
        if match:
            return match.expand(words)
    # What typer quotes may be somebody's number.
    return re.sub("[0-9]{6,}", "…", text)


def _extra(what: str, *, is_zh: bool) -> str:
    """What is left over on the line; not repeated if it might be a document number."""
    if sum(one.isnumeric() for one in NO_NUMBER.sub("", what)) >= FEWEST_DIGITS:
        if is_zh:
            return "多出了参数（证件号码不得写在命令行上）"
        return "unexpected extra arguments (never type a document number here)"
    if is_zh:
        return f"多出了参数“{what}”（前面的选项或参数可能缺了值）"
    return f"unexpected extra arguments: {what} (the value of an option before it may be missing)"


def _form(context: Any, path: str) -> str:
    """How the command is written, or which commands its group has."""
    if context is None:
        return f"用法见 {path} --help"
    commands = getattr(context.command, "commands", None)
    if commands and context.parent is not None:
        return f"{path} 的子命令：{'、'.join(f'{name}（{_short(one.help)}）' for name, one in commands.items())}"
    if commands:
        return f"用法见 {path} --help"
    parts = [path]
    for parameter in context.command.params:
        if parameter.param_type_name == "argument":
            parts.append(f"{_short(parameter.help)}{'…' if parameter.nargs == -1 else ''}")
        elif parameter.required:
            parts.append(f"{parameter.opts[0]} {_short(parameter.help)}")
    return f"写法：{' '.join(parts)} [其他选项]，各项含义见 {path} --help"


def _named(parameter: Any) -> str:
    """``“分行目录”``; of an option its sign: ``“--reason”（撤回理由）``."""
    if parameter.param_type_name == "argument":
        return f"“{_short(parameter.help)}”"
    return f" {parameter.opts[0]}（{_short(parameter.help)}）"


def _help_zh(parameter: Any) -> str:
    return str(parameter.help or "").partition(" / ")[0]


def _short(text: str | None) -> str:
    """What a help text begins with in Chinese, as far as it names the thing."""
    return re.split("[，；：（ ]", (text or "").partition(" / ")[0])[0]
