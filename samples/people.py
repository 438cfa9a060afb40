"""People who don't exist, each with a well-formed number, the same for the same seed and index.

A name is a surname and two syllables of landscape and weather; a number has a plausible
region, a birth date and a right check character, and belongs to nobody we know of.

Source: GB 11643 (structure and check character of the number).
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

from federation.model.document import check_character

SURNAMES = "云林江柳竹梅松柏桑棠桐枫楠樟榆杉桂兰菊荷"
FIRST_SYLLABLES = "晴雨雪霜露霞岚星月朝暮春夏秋冬清澄远静和"
SECOND_SYLLABLES = "川屿舟石溪涧泉原野陌桥亭帆波汀渚岭峦径苇"
UNUSUAL_NAMES = ("阿依·星川", "云䶮", "欧阳晴川", "𠮷雪原")
REGIONS = (
    *("310101", "310105", "310112", "310115", "310120"),
    *("320102", "320106", "320205", "320312", "320411", "320583", "320681", "320981"),
    *("330106", "330212", "330402", "330782", "340103", "340207", "340811"),
)
FIRST_BIRTH = date(1945, 1, 1)
BIRTH_DAYS = 20_000
# A prime below the number of (region, birth date, sequence) triples: indexes never collide.
TRIPLES = 399_599_929
STRIDE = 15_485_863


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A made-up learner; `sex` is the GB/T 2261.1 code, `user_number` the institution's own number."""

    name: str
    sex: str
    birth_date: date
    document_number: str = field(repr=False)
    user_number: str


def person_at(index: int, seed: int = 1) -> Person:
    """The person with this index (0 to some 10⁸) among those of a seed; distinct indexes, distinct numbers."""
    mixed = (index * STRIDE + seed * 104_729) % TRIPLES
    region = REGIONS[mixed % len(REGIONS)]
    birth_date = FIRST_BIRTH + timedelta(days=mixed // len(REGIONS) % BIRTH_DAYS)
    sequence = mixed // (len(REGIONS) * BIRTH_DAYS)
    body = f"{region}{birth_date:%Y%m%d}{sequence:03d}"
    return Person(
        name=_name(index, mixed),
        sex="1" if sequence % 2 else "2",
        birth_date=birth_date,
        document_number=body + check_character(body),
        user_number=f"JS{seed:02d}{index:08d}",
    )


def people(first: int, count: int, seed: int = 1) -> tuple[Person, ...]:
    """`count` people from index `first` on."""
    return tuple(person_at(index, seed) for index in range(first, first + count))


def everywhere() -> tuple[Person, ...]:
    """The ten learners who have achievements in all four sample provinces."""
    return people(20, 10)


def _name(index: int, mixed: int) -> str:
    if index % 29 == 28:
        return UNUSUAL_NAMES[index // 29 % len(UNUSUAL_NAMES)]
    return (
        SURNAMES[mixed % len(SURNAMES)]
        + FIRST_SYLLABLES[mixed // 20 % len(FIRST_SYLLABLES)]
        + SECOND_SYLLABLES[mixed // 400 % len(SECOND_SYLLABLES)]
    )
