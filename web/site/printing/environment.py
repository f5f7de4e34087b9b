"""The Jinja environment of the pages: templates become plain attribute access and joined strings.

Jinja's own code asks of each name whether it is an attribute or an item, makes a ``Markup`` of each value
and yields it alone. Here an attribute is an attribute (one that a view has not is an error at once), a
value is printed by :func:`web.text.printed`, and what stands between two tags is one string.
"""

from __future__ import annotations

from collections.abc import Iterable

from flask.templating import Environment
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame

from web.site.printing.inlining import inlined
from web.text import printed


class PageCode(CodeGenerator):
    """Writes the code of one template."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:
        """The whole module."""
        self.writeline(f"from {printed.__module__} import {printed.__name__}")
        super().visit_Template(node, frame)

    def blockvisit(self, nodes: Iterable[nodes.Node], frame: Frame) -> None:
        """A block is kept in a list and given as one string."""
        if not frame.block_frame or frame.buffer is not None:
            super().blockvisit(nodes, frame)
            return
        self.buffer(frame)
        super().blockvisit(nodes, frame)
        self.writeline(f"yield concat({frame.buffer})")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:
        """``view.title``; an item is written ``view["title"]``."""
        if isinstance(node.node, nodes.Name):
            self.write(frame.symbols.ref(node.node.name))
        else:
            self.visit(node.node, frame)
        self.write(f".{node.attr}")

    def visit_Output(self, node: nodes.Output, frame: Frame) -> None:
        """What stands between two tags, as one string."""
        if frame.buffer is not None or frame.require_output_check or not frame.eval_ctx.autoescape:
            super().visit_Output(node, frame)
            return
        self.writeline("yield ", node)
        if len(node.nodes) == 1:
            self._printed(node.nodes[0], frame)
            return
        self.write('"".join((')
        for child in node.nodes:
            self._printed(child, frame)
            self.write(", ")
        self.write("))")

    def _printed(self, node: nodes.Expr, frame: Frame) -> None:
        if isinstance(node, nodes.TemplateData):
            self.write(repr(node.data))
            return
        self.write(f"{printed.__name__}(")
        self.visit(node, frame)
        self.write(")")

    def _output_child_pre(
        self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo
    ) -> None:
        self.write(f"{printed.__name__}(" if frame.eval_ctx.autoescape else "str(")

    def _output_child_post(
        self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo
    ) -> None:
        self.write(")")


class PageEnvironment(Environment):
    """Flask's environment with this way of compiling."""

    code_generator_class = PageCode

    def _generate(
        self,
        source: nodes.Template,
        name: str | None,
        filename: str | None,
        defer_init: bool = False,
    ) -> str:
        return super()._generate(inlined(self, source), name, filename, defer_init)
