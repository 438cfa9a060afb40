"""A floor of import: openpyxl in read-only mode merely iterating over the same files' values."""

import sys

from openpyxl import load_workbook

from benchmarks.processes import Stopwatch, print_figures, settings_of


def iterate(files: list[str]) -> None:
    """Reads every row of every file and does nothing with it."""
    rows = 0
    watch = Stopwatch()
    for file in files:
        workbook = load_workbook(file, read_only=True)
        for sheet in workbook.worksheets:
            for _ in sheet.iter_rows(values_only=True):
                rows += 1
        workbook.close()
    print_figures(rows=rows, seconds=watch.seconds)


if __name__ == "__main__":
    iterate(settings_of(sys.argv)["files"])
