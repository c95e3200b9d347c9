"""What `bad_inputs.py` and `fuzz.py` have found and nobody has mended yet: one line each in open.txt.

A finding that is not in the list fails the run, and so does a line that is no longer true. So the
list gets shorter, and nothing new comes in unseen.
"""
from pathlib import Path

OPEN = Path(__file__).with_name('open.txt')


def judged(tool, tried, failed):
    "Say which findings are new and which lines are mended; how many of either there are."
    lines = [o.partition(': ') for o in OPEN.read_text(encoding='utf-8').splitlines() if o]
    known = {name for found, _, name in lines if found == tool} & set(tried)
    new, mended = sorted(set(failed) - known), sorted(known - set(failed))
    for o in new: print(f'NEW     {o}: mend it')
    for o in mended: print(f'MENDED  {o}: take its line out of {OPEN.name}')
    if known & set(failed): print(f'{len(known & set(failed))} are known and open ({OPEN.name})')
    return len(new) + len(mended)
