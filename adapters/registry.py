"""Every adapter and template by name."""

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from adapters.adapter import Adapter
from adapters.base import Template
from adapters.code_scheme import CodeScheme
from adapters.declared.adapter import DeclaredAdapter, load_declared
from adapters.forms import Form
from adapters.jiangsu.adapter import JIANGSU
from adapters.screening.screening import Screening
from adapters.zhejiang.adapter import ZHEJIANG
from adapters.zhejiang.code_scheme import ZHEJIANG_CODES
from adapters.zhejiang.screening.adapter import ZHEJIANG_SCREENING
from federation.errors import NotHere

OneT = TypeVar("OneT", Template, Form)
DECLARED_PREFIX = "declared:"
BUILT_IN = Path(__file__).parent / "declared"
BUILT_IN_NAMES = ("neutral",)
PROVINCES: dict[str, Adapter] = {adapter.name: adapter for adapter in (JIANGSU, ZHEJIANG)}
"""Those that are coded."""
BUILT_IN_ADAPTERS = (*PROVINCES, *(f"{DECLARED_PREFIX}{name}" for name in BUILT_IN_NAMES))
"""What a configuration may name without a file."""
CODE_SCHEMES: dict[str, CodeScheme] = {ZHEJIANG.name: ZHEJIANG_CODES}
"""Of adapters whose branches give out codes."""
SCREENINGS: dict[str, Screening] = {ZHEJIANG.name: ZHEJIANG_SCREENING}
"""Of adapters that screen what was filed."""


def adapter_named(name: str) -> Adapter:
    """The adapter of a branch's configuration.

    Args:
        name: ``jiangsu``, ``zhejiang``, or ``declared:`` and a built-in name (``neutral``) or a TOML file's path.

    Raises:
        NotHere: no such adapter.
        ConfigurationInvalid: a declared adapter's file is wrong.
    """
    if name in PROVINCES:
        return PROVINCES[name]
    if name.startswith(DECLARED_PREFIX):
        return _declared(name.removeprefix(DECLARED_PREFIX))
    raise NotHere(what=f"adapter {name}")


def declaring_file(name: str) -> Path | None:
    """The TOML file of a branch's own declared adapter; None for those that come with the package."""
    declared = name.removeprefix(DECLARED_PREFIX)
    return None if declared in (name, "", *BUILT_IN_NAMES) else Path(declared)


def code_scheme_of(name: str) -> CodeScheme | None:
    """The codes that branches of an adapter give out; None if they give out none."""
    return CODE_SCHEMES.get(name)


def screening_of(name: str) -> Screening | None:
    """How branches of an adapter screen what was filed; None if the province says nothing of it."""
    return SCREENINGS.get(name)


def built_in_adapters() -> tuple[Adapter, ...]:
    """All adapters that come with the package."""
    return (*PROVINCES.values(), *(_declared(name) for name in BUILT_IN_NAMES))


def all_templates() -> tuple[Template, ...]:
    """The current version of each template that comes with the package."""
    return newest(template for adapter in built_in_adapters() for template in adapter.templates)


def all_forms() -> tuple[Form, ...]:
    """The current version of each form that comes with the package."""
    return newest(form for adapter in built_in_adapters() for form in adapter.forms)


def newest(versions: Iterable[OneT]) -> tuple[OneT, ...]:
    """The first of each name: adapters state the newest version before older ones."""
    first: dict[str, OneT] = {}
    for one in versions:
        first.setdefault(one.name, one)
    return tuple(first.values())


def form_named(name: str) -> Form:
    """The current version of a built-in form.

    Raises:
        NotHere: no such form.
    """
    for form in all_forms():
        if form.name == name:
            return form
    raise NotHere(what=f"template {name}")


def form_of_adapter(adapter: str, name: str) -> Form:
    """The current version of an adapter's form.

    Raises:
        NotHere: no such adapter, or it has no such form.
        ConfigurationInvalid: a declared adapter's file is wrong.
    """
    for form in adapter_named(adapter).forms:
        if form.name == name:
            return form
    raise NotHere(what=f"template {name}")


def template_named(name: str) -> Template:
    """The current version of a built-in template.

    Raises:
        NotHere: no such template.
    """
    for template in all_templates():
        if template.name == name:
            return template
    raise NotHere(what=f"template {name}")


def adapter_of_template(name: str) -> Adapter:
    """The built-in adapter that has a template of this name.

    Raises:
        NotHere: none has.
    """
    for adapter in built_in_adapters():
        if any(template.name == name for template in adapter.templates):
            return adapter
    raise NotHere(what=f"template {name}")


@lru_cache(maxsize=32)
def _declared(name_or_path: str) -> DeclaredAdapter:
    path = BUILT_IN / f"{name_or_path}.toml" if name_or_path in BUILT_IN_NAMES else Path(name_or_path)
    return load_declared(path, name=f"{DECLARED_PREFIX}{name_or_path}")
