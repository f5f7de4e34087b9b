"""click says in Chinese what it says: it looks each message up by gettext, and finds ours.

gettext itself would read a compiled catalogue, and only where the locale of the shell is Chinese: of
a service, a timer or a bare container it is C. So the look-up itself is exchanged, in every module of
click that has one.
"""

from __future__ import annotations

import gettext
import importlib
import pkgutil
from types import ModuleType

import click

from web.cli.words.catalogue import MESSAGES, METAVARS, TYPES


def speak_chinese() -> None:
    """Exchange click's look-ups and the names of its types; before any option is declared, for a
    path takes the name of its type when it is made."""
    for module in modules():
        for name, value in vars(module).items():
            if value is gettext.gettext:
                setattr(module, name, translated)
            elif value is gettext.ngettext:
                setattr(module, name, translated_plural)
            elif isinstance(value, type) and issubclass(value, click.ParamType):
                called = vars(value).get("name")
                if isinstance(called, str):
                    value.name = TYPES.get(called, called)


def modules() -> list[ModuleType]:
    """Those of click, but for what belongs to another system or its tests."""
    names = [one.name for one in pkgutil.iter_modules(click.__path__)]
    return [
        importlib.import_module(f"click.{name}")
        for name in names
        if name not in {"_winconsole", "testing"}
    ]


def translated(message: str) -> str:
    """The Chinese for what click says; as it is where there is none."""
    return MESSAGES.get(message, message)


def translated_plural(singular: str, plural: str, number: int) -> str:
    """The same, of a message that has a plural in English."""
    return MESSAGES.get(singular, singular if number == 1 else plural)


def translate_usage(command: click.Command) -> None:
    """What stands in the usage of a command, and of those below it, for the rest of its line."""
    command.options_metavar = METAVARS.get(command.options_metavar or "", command.options_metavar)
    for param in command.params:
        if isinstance(param, click.Argument) and param.metavar is None:
            named = param.type.name if param.required else f"[{param.type.name}]"
            param.metavar = named if param.nargs == 1 else f"{named}..."
    if isinstance(command, click.Group):
        rest = command.subcommand_metavar
        command.subcommand_metavar = METAVARS.get(rest, rest)
        for one in command.commands.values():
            translate_usage(one)
