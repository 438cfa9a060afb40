"""The province's forms to values of the node, and values to the sheets that are printed.

The only module of the services that knows how Jiangsu words annexes 1 and 3: another province's
adapter that has no such form is told by name.

Source: 江苏省教育厅办公室 2022 notice, annexes 1 and 3.
"""

from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec

from adapters.base import CellIssue
from adapters.jiangsu.administrator import ADMINISTRATOR
from adapters.jiangsu.city_contacts import CITY_CONTACTS
from adapters.workbook.limits import WorkbookLimits
from adapters.workbook.reading import read_form
from federation.clock import Clock
from node.model.administrator import Application
from node.model.case import Case
from node.model.city_contacts import CityContacts
from node.printing.administrator_form import (
    AdministratorForm,
    FormInstitution,
    FormPerson,
    render_administrator_form,
)
from node.printing.city_contacts import CityContact, CityContactSheet, render_city_contacts

LOCAL_TIME = ZoneInfo("Asia/Shanghai")


class ApplicationForms:
    """Reads filled workbooks and renders sheets to sign and seal."""

    def __init__(self, *, adapter: str, limits: WorkbookLimits, clock: Clock) -> None:
        self._adapter = adapter
        self._limits = limits
        self._clock = clock

    async def read_application(self, path: Path) -> Application | list[CellIssue]:
        """Annex 1 as a workbook states it, or all that is wrong with it. Raises as `read_form`."""
        draft = await self._read(path, ADMINISTRATOR.name)
        return draft if isinstance(draft, list) else msgspec.convert(draft, Application, from_attributes=True)

    async def read_contacts(self, path: Path) -> CityContacts | list[CellIssue]:
        """Annex 3 as a workbook states it, or all that is wrong with it. Raises as `read_form`."""
        draft = await self._read(path, CITY_CONTACTS.name)
        return draft if isinstance(draft, list) else msgspec.convert(draft, CityContacts, from_attributes=True)

    def render_application(self, case: Case, application: Application) -> bytes:
        """Annex 1 as PDF. Blocks for tens of milliseconds. Raises `PrintRefused`."""
        form = AdministratorForm(
            institution=msgspec.convert(application.institution, FormInstitution, from_attributes=True),
            contact=msgspec.convert(application.contact, FormPerson, from_attributes=True),
            administrator=msgspec.convert(application.administrator, FormPerson, from_attributes=True),
            opinion=application.opinion,
            number=case.case_id,
            printed_on=self._clock.now().astimezone(LOCAL_TIME).date(),
        )
        return render_administrator_form(form)

    def render_contacts(self, case: Case, contacts: CityContacts) -> bytes:
        """Annex 3 as PDF. Blocks for tens of milliseconds. Raises `PrintRefused`."""
        sheet = CityContactSheet(
            city=contacts.bureau.removesuffix("教育局"),
            contacts=tuple(msgspec.convert(one, CityContact, from_attributes=True) for one in contacts.contacts),
            number=case.case_id,
            printed_on=self._clock.now().astimezone(LOCAL_TIME).date(),
        )
        return render_city_contacts(sheet)

    async def _read(self, path: Path, form: str) -> msgspec.Struct | list[CellIssue]:
        today = self._clock.now().astimezone(LOCAL_TIME).date()
        return await read_form(path, adapter=self._adapter, form=form, today=today, limits=self._limits)
