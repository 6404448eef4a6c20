"""How often Python looks for garbage in a process that serves for days."""

import gc

YOUNG, MIDDLE, OLD = 10_000, 20, 20


def settle() -> None:
    """Leave all that was loaded so far out of every later search for garbage, and search less often.

    Code, models and address tables stay until the process ends; each full search would walk through them again, in the
    middle of somebody's request.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, MIDDLE, OLD)
