"""What a process of the node does once, after it has loaded: it tells the garbage collector what stays."""

import gc

# Reading, sealing and storing make many objects and hardly a cycle: the usual threshold of 700 would
# have every import walk all living objects again and again (measured: an eighth of its time).
YOUNG_OBJECTS = 20_000


def settle_process() -> None:
    """Exempts what is loaded from collection, and lets the collector run less often.

    To be called by a process that is the node's alone, not by a library or a test. What isn't needed any more of a
    hundred thousand objects are five: not worth the eighth of a command's time that looking for them takes.
    """
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS, 20, 50)
