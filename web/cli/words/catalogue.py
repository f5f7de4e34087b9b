"""The Chinese for what click says, by its own text: the msgids of the version in pyproject.toml.

``tests/web/cli/words/test_click_speaks.py`` reads them from click's source, so that an upgrade
that adds or changes one is noticed.
"""

from __future__ import annotations

from typing import Final

MESSAGES: Final = {
    # a page of help
    "Usage:": "用法：",
    "Options": "选项",
    "Commands": "命令",
    "Positional arguments": "参数",
    "Show this message and exit.": "显示本说明。",
    "Show the version and exit.": "显示版本。",
    "%(prog)s, version %(version)s": "%(prog)s %(version)s",
    "env var: {var}": "环境变量：{var}",
    "default: {default}": "默认：{default}",
    "required": "必须给出",
    "(dynamic)": "（运行时决定）",
    "deprecated": "已不建议使用",
    # a line that is wrong
    "Error: {message}": "错误：{message}",
    "Try '{command} {option}' for help.": "用法说明：{command} {option}",
    "Did you mean {possibility}?": "您是不是要用 {possibilities}？",
    "Missing command.": "没有写明命令。",
    "Missing argument": "缺少参数",
    "Missing option": "缺少选项",
    "Missing parameter": "缺少参数",
    "Missing {param_type}": "缺少 {param_type}",
    "Missing parameter: {param_name}": "缺少参数：{param_name}",
    "No such command {name!r}.": "没有命令 {name!r}。",
    "No such option {name!r}.": "没有选项 {name!r}。",
    "Invalid value: {message}": "值不正确：{message}",
    "Invalid value for {param_hint}: {message}": "{param_hint} 的值不正确：{message}",
    "Got unexpected extra argument ({args})": "多余的参数：{args}。含空格的内容请加引号。",
    "Option {name!r} does not take a value.": "选项 {name!r} 后面不写值。",
    "Option {name!r} requires an argument.": "选项 {name!r} 后面要写 {nargs} 个值。",
    "Argument {name!r} takes {nargs} values.": "参数 {name!r} 要写 {nargs} 个值。",
    "Takes {nargs} values but 1 was given.": "要写 {nargs} 个值，现在是 {len} 个。",
    "{len_type} values are required, but {len_value} was given.": "要写 {len_type} 个值，现在是 {len_value} 个。",
    # values
    "Choose from:\n\t{choices}": "可以是：\n\t{choices}",
    "{value!r} is not {choice}.": "{value!r} 不在其中：{choices}。",
    "Choice({choices})": "{choices} 之一",
    "{value!r} does not match the format {format}.": "{value!r} 的写法应是 {formats}。",
    "{value!r} is not a valid {number_type}.": "{value!r} 不是{number_type}。",
    "{value} is not in the range {range}.": "{value} 不在范围 {range} 之内。",
    "{value!r} is not a valid boolean. Recognized values: {states}": "{value!r} 不是开关；可以写 {states}",
    "{value!r} is not a valid UUID.": "{value!r} 不是 UUID。",
    "Value must be an iterable.": "应是一组值。",
    # paths and files
    "file": "文件",
    "directory": "文件夹",
    "path": "路径",
    "{name} {filename!r} does not exist.": "{name} {filename!r} 不存在。",
    "{name} {filename!r} is a file.": "{filename!r} 是文件，应是文件夹。",
    "{name} {filename!r} is a directory.": "{filename!r} 是文件夹，应是文件。",
    "{name} {filename!r} is not readable.": "{name} {filename!r} 没有读取的权限。",
    "{name} {filename!r} is not writable.": "{name} {filename!r} 没有写入的权限。",
    "{name} {filename!r} is not executable.": "{name} {filename!r} 没有执行的权限。",
    "Could not open file {filename!r}: {message}": "无法打开文件 {filename!r}：{message}",
    "unknown error": "原因不明",
    "Unknown standard stream '{name}'": "没有标准流 {name}",
    # a conversation
    "Aborted!": "已中断。",
    "Do you want to continue?": "继续吗？",
    "Confirm the action without prompting.": "不询问，直接执行。",
    "Press any key to continue...": "按任意键继续……",
    "Repeat for confirmation": "再输入一次",
    "Error: The two entered values do not match.": "错误：两次输入的不一致。",
    "Error: invalid input": "错误：无法识别的输入",
    "{editor}: Editing failed": "编辑器 {editor} 没有成功",
    "{editor}: Editing failed: {e}": "编辑器 {editor} 没有成功：{e}",
    "Windows error: {error}": "Windows 错误：{error}",
    "d": "天",
    # completion in a shell
    "Couldn't detect Bash version, shell completion is not supported.": "认不出 Bash 的版本，不能补全。",
    "Shell completion is not supported for Bash versions older than 4.4.": "Bash 4.4 起才能补全。",
    # a command that is declared wrongly
    "DeprecationWarning: The command {name!r} is deprecated.{extra_message}": "命令 {name!r} 已不建议使用。{extra_message}",
    "DeprecationWarning: The {param_type} {name!r} is deprecated.{extra_message}": "{name!r} 已不建议使用。{extra_message}",
    "Could not determine name for option with declarations {decls!r}": "选项 {decls!r} 没有名称",
    "No options defined but a name was passed ({name}). Did you mean to declare an argument instead? Did you mean to pass '--{name}'?": "选项 {name} 应写成 --{name}",
    "Arguments take exactly one parameter declaration, got {length}: {decls}.": "参数只能有一个名称，现在是 {length} 个：{decls}。",
    "Name '{name}' defined twice": "名称 {name} 重复",
    "Boolean option {decl!r} cannot use the same flag for true/false.": "开关 {decl!r} 的两面不能同名。",
    "Invalid start character for option ({option})": "选项的第一个字符不正确：{option}",
    "Unknown color {colour!r}": "没有颜色 {colour!r}",
}
"""Each message; of those with a plural, by the singular, and both are the same in Chinese."""

TYPES: Final = {
    "text": "文字",
    "integer": "整数",
    "integer range": "整数",
    "float": "数",
    "float range": "数",
    "boolean": "开关",
    "uuid": "UUID",
    "datetime": "时间",
    "filename": "文件",
}
"""What click calls a kind of value, in help and in messages."""

METAVARS: Final = {
    "[OPTIONS]": "[选项]",
    "COMMAND [ARGS]...": "命令 [参数]...",
}
"""What stands for the rest of a command line in its usage."""
