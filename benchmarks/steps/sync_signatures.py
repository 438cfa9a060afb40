"""What verifying one Ed25519 signature a record would cost, by itself: nothing is fetched or stored."""

import os
import sys

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from benchmarks.processes import Stopwatch, print_figures, settings_of

RECORD_BYTES = 400


def verify(count: int) -> None:
    """Verifies `count` signatures over records."""
    key = Ed25519PrivateKey.generate()
    signed = [(record, key.sign(record)) for record in (os.urandom(RECORD_BYTES) for _ in range(count))]
    public = key.public_key()
    watch = Stopwatch()
    for record, signature in signed:
        public.verify(signature, record)
    print_figures(records=count, seconds=watch.seconds)


if __name__ == "__main__":
    verify(settings_of(sys.argv)["count"])
