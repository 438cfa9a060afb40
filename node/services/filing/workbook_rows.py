"""A workbook's rows as an import meets them, and the rows that were refused as a workbook of their own."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from datetime import date
from pathlib import Path

from adapters.base import RESULT_KINDS, ImportMode, TemplateKind
from adapters.sentences import remark
from adapters.workbook.limits import WorkbookLimits
from adapters.workbook.reading import Finished, Recognised, RowBatch, read_workbook, write_error_workbook
from federation.errors import WorkbookRefused
from node.services.filing.import_report import ImportReport, Tally


class WorkbookRows:
    """Reads by a branch's adapter, within its limits."""

    def __init__(
        self,
        *,
        adapter: str,
        limits: WorkbookLimits,
        error_folder: Path,
        kinds: Sequence[TemplateKind] = RESULT_KINDS,
    ) -> None:
        self._adapter = adapter
        self._limits = limits
        self._error_folder = error_folder
        self._kinds = kinds

    async def batches(
        self, path: Path, mode: ImportMode | None, tally: Tally, today: date, mapping: Path | None = None
    ) -> AsyncGenerator[RowBatch]:
        """The checked rows, a batch at a time; what is wrong with others is added to `tally`.

        Raises:
            WorkbookRefused, TemplateUnknown: the file can't be read, or (``mode-required``) not without a mode.
            ConfigurationInvalid: `mapping`, a unit's own layout (`adapters.declared.mapping`), is wrong.
        """
        reading = read_workbook(
            path,
            adapter=self._adapter,
            mode=mode,
            today=today,
            limits=self._limits,
            kinds=self._kinds,
            mapping=mapping,
        )
        # Closed here and not by the collector: the child that reads ends with it.
        async with aclosing(reading) as events:
            async for event in events:
                if isinstance(event, Recognised):
                    if event.mode_required:
                        raise WorkbookRefused(file=path.name, reason="mode-required")
                    tally.template = f"{event.template_name}@{event.template_version}"
                    tally.template_name = event.template_name
                    tally.sheets.append(event.sheet)
                    tally.rows_expected = event.most_rows
                elif isinstance(event, RowBatch):
                    tally.add_issues(event.issues)
                    tally.add_issues([remark(draft.ref, code) for draft in event.drafts for code in draft.remarks])
                    tally.add(rows=event.rows_read)
                    yield event
                elif isinstance(event, Finished):
                    tally.add_issues(event.notices)

    async def report(
        self,
        path: Path,
        tally: Tally,
        import_id: str,
        errors_to: Path | None = None,
        mapping: Path | None = None,
    ) -> ImportReport:
        """How it ended, with the workbook of what was refused.

        Args:
            path: the workbook that was read.
            tally: what is known of it.
            import_id: of the import: the name of the error workbook ends with it.
            errors_to: where that is written; None for the branch's folder of error workbooks.
            mapping: by which it was read, if there was one.

        Raises:
            WorkbookRefused: that workbook can't be written.
        """
        errors = tally.errors
        if not errors:
            return tally.report(None)
        folder = errors_to or self._error_folder
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        workbook = await write_error_workbook(
            path,
            template=tally.template_name,
            issues=errors,
            target=folder / f"{path.stem}-错误-{import_id[:8]}.xlsx",
            adapter=self._adapter,
            limits=self._limits,
            mapping=mapping,
        )
        return tally.report(workbook)
