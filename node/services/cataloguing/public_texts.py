"""What anybody will read in a catalogue, held against what must not be published, at the last moment before it is.

Names of units and merged categories may be older than the check where they are stated.
"""

from federation.errors import CatalogueRefused
from federation.model.catalogue_parts import CataloguePart
from node.services.personal_numbers import has_personal_number


def verify_public(whole: CataloguePart) -> None:
    """Refuses a catalogue of which any text has a person's number in it, whoever stated it and when.

    Raises:
        CatalogueRefused: ``personal-number``.
    """
    texts = [whole.area_name, whole.published_by, whole.reason]
    for one in whole.projects:
        texts += [one.name, one.unit_name, one.category, *one.target_groups, *(course.name for course in one.courses)]
        texts += [one.form, one.result_form, one.assessment, one.content]
    if has_personal_number(*texts):
        raise CatalogueRefused(reason="personal-number")
