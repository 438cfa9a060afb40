"""Credit accounts: booked as transfers decide, shown to persons, and checked: nothing appears or vanishes."""
