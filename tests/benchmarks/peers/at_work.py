"""``at_work.py MODULE``: does a module's ``work`` as often as a line on its input says, and tells
the processor's seconds that it took; then others have their turn."""

import gc
import importlib
import sys
from time import process_time

work = importlib.import_module(sys.argv[1]).work
work()
gc.disable()
print("ready", flush=True)
for line in sys.stdin:
    start = process_time()
    for _ in range(int(line)):
        work()
    print(process_time() - start, flush=True)
