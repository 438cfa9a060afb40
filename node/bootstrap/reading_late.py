"""Modules that are read when something of them is first used.

Source: the standard library, `importlib.util.LazyLoader`.
"""

import sys
from importlib.util import LazyLoader, find_spec, module_from_spec
from types import ModuleType


def read_when_used(name: str) -> ModuleType:
    """The module of that name, read already or not.

    To be used by one thread, that of the event loop: two at once could find it half read.

    Raises:
        ModuleNotFoundError: there is none.
    """
    if name in sys.modules:
        return sys.modules[name]
    spec = find_spec(name)
    if spec is None or spec.loader is None:
        raise ModuleNotFoundError(name)
    spec.loader = LazyLoader(spec.loader)
    module = sys.modules[name] = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
