"""Where public names are documented, and annotations as the source spells them."""

from __future__ import annotations

import ast
import builtins
import copy
import inspect
import sys
import textwrap
from dataclasses import is_dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, get_origin

import attrs
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.domains.python import PythonDomain

from clientkit.documents import Document

PACKAGES = (
    "clientkit.base", "clientkit.worktime", "clientkit.client", "clientkit.scope",
    "clientkit.communication", "clientkit.kpi", "clientkit.feedback", "clientkit.escalation",
    "clientkit.backlog", "clientkit.plan", "clientkit.documents",
    "clientkit.report", "clientkit.testing",
)  # fmt: skip
# Modules whose names are public though their package does not lend them.
MODULES = ("clientkit.base.fields", "clientkit.base.rules", "clientkit.base.values")


@cache
def homes() -> dict[int, str]:
    """By identity, the full name under which each public object is documented."""
    found: dict[int, str] = {}
    for home in (*PACKAGES, *MODULES, "clientkit"):
        module = import_module(home)
        for name in module.__all__:
            value = getattr(module, name)
            if not isinstance(value, str | int | type(None)):
                found.setdefault(id(value), f"{home}.{name}")
    return found


def full_name(value: Any) -> str | None:
    """Where to point for an object: its documented home, else where it is defined."""
    return homes().get(id(value)) or _defined(value)


def _defined(value: Any) -> str | None:
    module, name = getattr(value, "__module__", None), getattr(value, "__qualname__", None)
    if module is None or name is None or module in ("builtins", "typing"):
        return None
    return f"{module}.{name}"


@cache
def tree(module: str) -> ast.Module:
    """The syntax tree of a module of the library."""
    return ast.parse(Path(sys.modules[module].__file__ or "").read_text(encoding="utf-8"))


@cache
def _scope(module: str) -> dict[str, Any]:
    """What names in annotations of a module mean, those imported for type checkers included."""
    scope = {**vars(builtins), **vars(sys.modules[module])}
    package = sys.modules[module].__package__
    for block in tree(module).body:
        if isinstance(block, ast.If) and ast.unparse(block.test) == "TYPE_CHECKING":
            for node in block.body:
                if isinstance(node, ast.ImportFrom):
                    source = import_module("." * node.level + (node.module or ""), package)
                    for one in node.names:
                        scope[one.asname or one.name] = getattr(source, one.name)
    return scope


@cache
def _private_aliases(module: str) -> dict[str, ast.expr]:
    """Types that a module names for itself, such as ``Count = Annotated[int, Meta(ge=0)]``."""
    documented = set(homes().values())
    found = {}
    for node in tree(module).body:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.expr() as value):
                found[name] = value
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                found[name] = value
    return {
        name: value
        for name, value in found.items()
        if get_origin(_scope(module).get(name)) and f"{module}.{name}" not in documented
    }


class _Expanding(ast.NodeTransformer):
    """Puts what private aliases stand for in their place."""

    def __init__(self, module: str) -> None:
        self.module = module

    def visit_Name(self, node: ast.Name) -> ast.AST:
        alias = _scope(self.module).get(node.id)
        if id(alias) in homes() or get_origin(alias) is None:
            return node
        home = self.module
        if node.id not in _private_aliases(home):  # it comes from another module
            others = [name for name in sys.modules if name.startswith("clientkit.")]
            home = next(name for name in others if _private_aliases(name).get(node.id))
            return spelt(_private_aliases(home)[node.id], home)
        return self.visit(copy.deepcopy(_private_aliases(home)[node.id]))


class _Spelling(ast.NodeTransformer):
    """Leaves constraints and marks out, and writes names out so that they can be linked."""

    def __init__(self, module: str) -> None:
        self.scope = _scope(module)

    def visit_Subscript(self, node: ast.Subscript) -> ast.AST:
        match node:
            case ast.Subscript(value=ast.Name("Annotated"), slice=ast.Tuple(elts=[first, *_])):
                return self.visit(first)
            case ast.Subscript(value=ast.Name("Personal" | "Internal")):
                return self.visit(node.slice)
        return self.generic_visit(node)

    def visit_Name(self, node: ast.Name) -> ast.AST:
        known = full_name(self.scope.get(node.id))
        if known is None or not known.startswith("clientkit."):
            return node
        return ast.parse(known, mode="eval").body

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        value: Any = self.scope.get(node.value.id) if isinstance(node.value, ast.Name) else None
        value = getattr(value, node.attr, None)
        # `dt.date` is Python's own; the field type `Date` is the same object.
        defined = _defined(value)
        return node if defined is None else ast.parse(defined, mode="eval").body

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        if isinstance(node.value, str):  # a name that is defined further below
            return self.visit(ast.parse(node.value, mode="eval").body)
        return node


def expanded(annotation: ast.expr, module: str) -> ast.expr:
    """An annotation without private aliases."""
    return _Expanding(module).visit(copy.deepcopy(annotation))


def spelt(annotation: ast.expr, module: str) -> ast.expr:
    """An annotation of a module as its source says it, with full names."""
    return _Spelling(module).visit(expanded(annotation, module))


def signature_as_written(
    _app: Sphinx, what: str, _name: str, obj: Any, _options: Any, *found: str | None
) -> tuple[str, str | None] | None:
    """Replace what `inspect` says, which expands each alias into its constraints.

    The constructors of models are left out: the list of their fields says the same, and more. So is
    that of documents, which only `read` makes.
    """
    if what in ("class", "exception"):
        if found[0] is None:
            return None
        own = vars(obj).get("__init__")
        if attrs.has(obj) or is_dataclass(obj) or obj is Document or not inspect.isfunction(own):
            return ("", None)
        written = _signature(own)
        return None if written is None else (written[0], None)
    return _signature(obj) if what in ("function", "method") else None


def _signature(obj: Any) -> tuple[str, str | None] | None:
    function = inspect.unwrap(getattr(obj, "__func__", obj))
    try:
        source = textwrap.dedent(inspect.getsource(function))
    except (OSError, TypeError):
        return None
    node = ast.parse(source).body[0]
    if not isinstance(node, ast.FunctionDef):
        return None
    arguments = node.args
    positional = [*arguments.posonlyargs, *arguments.args]
    if positional and positional[0].arg in ("self", "cls"):
        (arguments.posonlyargs or arguments.args).pop(0)
    module = function.__module__
    for argument in (
        *arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs,
        *filter(None, (arguments.vararg, arguments.kwarg)),
    ):  # fmt: skip
        if argument.annotation is not None:
            argument.annotation = spelt(argument.annotation, module)
    returns = None if node.returns is None else ast.unparse(spelt(node.returns, module))
    return f"({ast.unparse(arguments)})", returns


def resolve(app: Sphinx, env: Any, node: Any, contnode: nodes.TextElement) -> nodes.Node | None:
    """Point references to where something is defined to where it is documented."""
    target = node.get("reftarget", "")
    if node.get("refdomain") != "py":
        return None
    public = _public(target, node.get("py:module"))
    if public is None or public == target:
        return None
    domain: PythonDomain = env.get_domain("py")
    return domain.resolve_xref(env, node["refdoc"], app.builder, "obj", public, node, contnode)


@cache
def _public(target: str, module: str | None) -> str | None:
    """The documented name of something, wherever it was looked for; also of its members."""
    for name in (target, f"{module}.{target}"):
        owner, *rest = _found(name)
        if owner is not None and id(owner) in homes():
            return ".".join([homes()[id(owner)], *rest])
    return None


def _found(name: str) -> list[Any]:
    """The object that the longest part of a dotted name leads to, and what is left of the name."""
    parts = name.split(".")
    for split in range(len(parts) - 1, 0, -1):
        module = sys.modules.get(".".join(parts[:split]))
        if module is not None:
            return [getattr(module, parts[split], None), *parts[split + 1 :]]
    return [None]
