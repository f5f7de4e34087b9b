"""The command line ``zhengce``: its commands together, and how errors are shown to an operator.

Messages are in Chinese and name the next step.

Exit codes: 0 done; 1 not done, the index is as before; 2 the command line is wrong; 3 done,
but some files could not be read, or something is held back (``index.ingest.guard``); 4 done here, but
not published to the cluster (``--engine``). With ``--only-new-failures`` (index, reindex, sync) files
that could not be read before either are no reason for 3; what is held back still is.
"""

from __future__ import annotations

from importlib import metadata
from typing import Any

import click

from index.errors import ZhengceError, system_says
from web.cli import (
    desk_command,
    doctor,
    evaluate_commands,
    index_commands,
    search_commands,
    serve_command,
    unresolved_command,
    upkeep_commands,
    withdraw_command,
)
from web.cli.runs import changes_command, status_command
from web.cli.words.click_messages import translate_usage
from web.cli.words.printed import only_shown


class _Group(click.Group):
    """Shows errors an operator can mend as one message, without a traceback; prints text alone."""

    def main(self, *args: Any, **options: Any) -> Any:  # noqa: ANN401 -- click's own
        """Run the command line; see ``click.Command.main``."""
        with only_shown():
            return super().main(*args, **options)

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except ZhengceError as error:
            raise click.ClickException(str(error)) from error
        except BrokenPipeError:
            raise
        except OSError as error:
            where = f" {error.filename}" if error.filename else ""
            raise click.ClickException(
                f"无法读写{where}（{system_says(error)}）。原索引保持不变。"
                "请检查路径、权限和磁盘空间，或用 --index 指定另一个文件夹。"
            ) from error


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(metadata.version("zhengce"), prog_name="zhengce")
def main() -> None:
    """政策文件全文检索：建立索引、在终端检索、启动网站。"""


for module in (
    search_commands,
    unresolved_command,
    serve_command,
    desk_command,
    index_commands,
    upkeep_commands,
    withdraw_command,
    evaluate_commands,
    doctor,
    status_command,
    changes_command,
):
    for command in module.COMMANDS:
        main.add_command(command)
translate_usage(main)


if __name__ == "__main__":
    main()
