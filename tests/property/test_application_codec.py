"""Shows that an application's body is read as it was written, whatever its fields hold."""

from datetime import UTC

from hypothesis import given
from hypothesis import strategies as st

from node.model.administrator import (
    Application,
    Institution,
    OfficePerson,
    PaperReceipt,
    encode_application,
    parse_application,
)

TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=40)
PEOPLE = st.builds(OfficePerson, **dict.fromkeys(OfficePerson.__struct_fields__, TEXT))
INSTITUTIONS = st.builds(Institution, **dict.fromkeys(Institution.__struct_fields__, TEXT))
APPLICATIONS = st.builds(
    Application,
    institution=INSTITUTIONS,
    contact=PEOPLE,
    administrator=PEOPLE,
    opinion=TEXT,
    head=TEXT,
    dated_on=st.none() | st.dates(),
    paper=st.none() | st.builds(PaperReceipt, at=st.datetimes(timezones=st.just(UTC)), by=TEXT),
    account=TEXT,
)


@given(APPLICATIONS)
def test_a_body_is_read_as_it_was_written(application):
    body = encode_application(application)
    assert parse_application(body) == application
    assert encode_application(parse_application(body)) == body
