"""People's numbers in free texts that are published: an open log is copied by every branch, and nothing is taken out.

Found is what is written as one number, in full width or in groups as well; a landline's is nobody's.

Source: GB 11643 (18 characters); 工业和信息化部 numbering plan (mobile numbers: 11 digits from 13 to 19).
"""

import re
import unicodedata

PERSONAL_NUMBER = re.compile(
    r"(?<![0-9])(?:1[3-9][0-9](?:[ -]?[0-9]{4}){2}|[1-9][0-9]{5}[ -]?[0-9]{8}[ -]?[0-9]{3}[0-9X])(?![0-9])",
    re.ASCII | re.IGNORECASE,
)


def has_personal_number(*texts: str) -> bool:
    """Whether one of them holds what a mobile phone's or a resident's number looks like."""
    return any(PERSONAL_NUMBER.search(unicodedata.normalize("NFKC", text)) for text in texts)
