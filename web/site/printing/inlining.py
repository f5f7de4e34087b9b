"""Templates whose parts stand in them: includes and macros are put in their places before compiling.

An include costs a context of its own each time it is met, a macro a call through three layers, and each
piece that either prints passes through a generator more. A page has hundreds of them. Written into the
tree of the template that asks for them they cost nothing, and templates may stay in as many parts as
are good to read. What cannot be put in (a macro that is handed on, or called within an expression) is
left as it is.
"""

from __future__ import annotations

from copy import deepcopy

from jinja2 import Environment, nodes
from jinja2.visitor import NodeTransformer


def inlined(environment: Environment, template: nodes.Template) -> nodes.Template:
    """``template`` with its parts in it. What was printed before is printed now.

    Line numbers of a part are those of its own file, which tracebacks take for this one's.
    """
    _Inlining(environment).visit(template)
    template.set_environment(environment)
    return template


class _Inlining(NodeTransformer):
    """Puts includes and macros in their places."""

    def __init__(self, environment: Environment) -> None:
        self._environment = environment
        self._macros: dict[str, nodes.Macro] = {}

    def visit_Include(self, node: nodes.Include) -> nodes.Node:
        """The nodes of the template, which see what stands around them."""
        name = _constant(node.template)
        if name is None or node.ignore_missing or not node.with_context:
            return node
        return nodes.Scope(self._visited(self._tree(name).body), lineno=node.lineno)

    def visit_FromImport(self, node: nodes.FromImport) -> nodes.Node:
        """Remembers macros of another file; the import stays for what is not put in."""
        name = _constant(node.template)
        if name is not None and not node.with_context:
            names = dict(one if isinstance(one, tuple) else (one, one) for one in node.names)
            for macro in self._tree(name).find_all(nodes.Macro):
                self._macros[names.get(macro.name, macro.name)] = macro
        return node

    def visit_Macro(self, node: nodes.Macro) -> nodes.Node:
        """Remembers a macro of this file."""
        self.generic_visit(node)
        self._macros[node.name] = node
        return node

    def visit_Output(self, node: nodes.Output) -> list[nodes.Node]:
        """Output cut where macros are called, their bodies between."""
        parts: list[nodes.Node] = []
        held: list[nodes.Expr] = []
        for child in node.nodes:
            body = self._body(child)
            if body is None:
                held.append(child)
                continue
            if held:
                parts.append(nodes.Output(held, lineno=node.lineno))
            parts.append(body)
            held = []
        return [*parts, nodes.Output(held, lineno=node.lineno)] if held else parts

    def _body(self, call: nodes.Expr) -> nodes.Node | None:
        """The body of the macro that is called, its parameters bound; None where it is none."""
        if not (isinstance(call, nodes.Call) and isinstance(call.node, nodes.Name)):
            return None
        macro = self._macros.get(call.node.name)
        if macro is None or call.kwargs or call.dyn_args or call.dyn_kwargs:
            return None
        missing = len(macro.args) - len(call.args)
        if missing > len(macro.defaults):
            return None
        values = [*call.args, *macro.defaults[len(macro.defaults) - missing :]]
        names = [nodes.Name(one.name, "store") for one in macro.args]
        body = self._visited(deepcopy(macro.body, {id(self._environment): self._environment}))
        return nodes.With(list(names), values, body, lineno=call.lineno)

    def _tree(self, name: str) -> nodes.Template:
        loader = self._environment.loader
        assert loader is not None, "templates are files"
        source, file, _ = loader.get_source(self._environment, name)
        return self._environment.parse(source, name, file)

    def _visited(self, body: list[nodes.Node]) -> list[nodes.Node]:
        whole = nodes.Scope(body)
        self.generic_visit(whole)
        return whole.body


def _constant(name: nodes.Expr) -> str | None:
    """The name of a template that is written out."""
    return name.value if isinstance(name, nodes.Const) and isinstance(name.value, str) else None
