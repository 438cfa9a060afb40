"""A branch with units, a published project of one of them, and files for its runs' ledgers."""

import io
import zipfile

from federation.model.catalogue_parts import PublishedProject
from federation.model.document import DocumentType
from federation.model.entry import Entry
from node.bootstrap import Node
from node.model.training_run import RunLearner
from node.services.attachment_types import CONTENT_TYPES, DOCX, MAIN_PARTS
from samples.people import person_at
from tests.support.catalogues import catalogue_entry, part_of, project_at
from tests.support.deposits import add_units

PDF = b"%PDF-1.7\n% a scanned sign-in sheet\n"
JPEG = b"\xff\xd8\xff\xe0 a photograph of a class"
PROJECT = project_at(1, unit_code="X1")
OTHERS = project_at(2, unit_code="X2")
CODE = PROJECT.code


async def with_projects(node: Node) -> None:
    """Units S1 over X1 and X2, S2; one project of X1 and one of X2, in a published catalogue."""
    await add_units(node)
    async with node.own_log.change() as change:
        await change.append([published_entry(PROJECT, OTHERS)])


def published_entry(*projects: PublishedProject) -> Entry:
    """The entry that publishes projects in a catalogue of branch 32."""
    return catalogue_entry(part_of(*projects, area="320102"))


def learner(index: int, number: int = 0) -> RunLearner:
    """A made-up person as a learner."""
    person = person_at(index)
    return RunLearner(
        number=number or index,
        name=person.name,
        document_type=DocumentType.RESIDENT_ID,
        document_number=person.document_number,
        phone="0571-85000000",
    )


def office_file(media_type: str = DOCX, *, extra: str = "", said: bytes = b"") -> bytes:
    """A minimal Office package; `extra` is one more part's name, `said` stands in place of the main part's type."""
    main, main_type = MAIN_PARTS[media_type]
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as package:
        override = b'<Override PartName="/%s" ContentType="%s"/>' % (main.encode(), said or main_type)
        package.writestr(CONTENT_TYPES, b"<Types>" + override + b"</Types>")
        package.writestr(main, "<document/>")
        if extra:
            package.writestr(extra, b"\x00")
    return content.getvalue()
