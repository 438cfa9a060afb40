"""Shows that a command line reads the modules of its own command, and that these are the ones that know it."""

import pytest
import typer

from node.cli.main import GROUPS, ROSTER, build


def words_of(app: typer.Typer) -> list[str]:
    commands = [one.name for one in app.registered_commands]
    return [one for one in (*commands, *(group.name for group in app.registered_groups)) if one is not None]


@pytest.mark.parametrize("name", GROUPS)
def test_a_module_knows_the_words_that_are_listed_for_it(name):
    assert sorted(words_of(build([name]))) == sorted(GROUPS[name])


def test_no_word_is_known_to_two_modules_but_the_roster():
    words = [word for known in GROUPS.values() for word in known if word != ROSTER]
    assert len(set(words)) == len(words)


def test_the_rosters_commands_are_the_same_whether_they_are_read_alone_or_with_all():
    def roster(modules):
        (group,) = [one.typer_instance for one in build(modules).registered_groups if one.name == ROSTER]
        return [one.name for one in group.registered_commands]

    assert roster([name for name, words in GROUPS.items() if ROSTER in words]) == roster(GROUPS)
