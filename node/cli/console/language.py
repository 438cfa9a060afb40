"""In which language a person is spoken to: Chinese, unless the environment says English.

Source: POSIX.1-2017, XBD 8.2 (LC_ALL goes before LANG); DELTABANK_LANG goes before both.
"""

from collections.abc import Mapping

from federation.error_catalogue import Language

VARIABLES = ("DELTABANK_LANG", "LC_ALL", "LANG")


def language_of(environment: Mapping[str, str]) -> Language:
    """``en`` if the first of the variables that is set begins with ``en``, else ``zh``.

    Args:
        environment: normally ``os.environ``.
    """
    told = next((environment[name] for name in VARIABLES if environment.get(name)), "")
    return "en" if told.lower().startswith("en") else "zh"
