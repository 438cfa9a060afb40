"""What is said of a file of data that is no TOML: its line, and nothing of its text."""

import re
import tomllib


def not_toml(error: UnicodeDecodeError | tomllib.TOMLDecodeError) -> str:
    """The reason of a `ConfigurationInvalid`, with the line if it is known."""
    where = re.search(r"line [0-9]+", str(error)) if isinstance(error, tomllib.TOMLDecodeError) else None
    return f"not-toml:{where[0]}" if where else "not-toml"
