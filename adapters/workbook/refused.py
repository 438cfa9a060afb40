"""The child's way to say that a file is refused, before the parent adds the file's name."""


class Refused(Exception):
    """A file refused inside the child; becomes `WorkbookRefused` or `TemplateUnknown` in the parent.

    Attributes:
        reason: a key of `adapters.refusals.REFUSALS`, or ``template-unknown``.
        columns: the headers that it is about, for reasons that name columns.
    """

    def __init__(self, reason: str, columns: tuple[str, ...] = ()) -> None:
        super().__init__(reason)
        self.reason = reason
        self.columns = columns
