"""Counts what held and what did not: one line a check."""

import os, time, traceback


class Checks:
    """Checks of one script; `status()` is its exit status."""

    def __init__(self, name):
        self.name, self.passed, self.failed = name, 0, []
        self.started = time.monotonic()

    def __call__(self, promise, held, detail=""):
        """One check; `detail` is printed where it failed. Says whether it held."""
        if held:
            self.passed += 1
            print(f"ok    {promise}", flush=True)
        else:
            self.failed.append(promise)
            shown = " ".join(str(detail).split())[:1500]
            print(f"FAIL  {promise}" + (f": {shown}" if shown else ""), flush=True)
        return bool(held)

    def no_faults(self, promise, faults):
        """A check that holds when the list is empty."""
        more = f" (and {len(faults) - 8} more)" if len(faults) > 8 else ""
        return self(promise, not faults, "; ".join(map(str, faults[:8])) + more)

    def part(self, function, *arguments):
        """Runs a part of the script; what it throws is one failed check, and the rest goes on."""
        try:
            return function(*arguments)
        except Exception as error:  # whatever broke, the other parts are worth running
            frames = traceback.extract_tb(error.__traceback__)
            way = " > ".join(f"{os.path.basename(f.filename)}:{f.lineno}" for f in frames[1:])
            name = function.__name__.replace("_", " ")
            self(name, False, f"{type(error).__name__} at {way}: {error}")
            return None

    def status(self):
        """Prints the sum of it."""
        took = time.monotonic() - self.started
        print(f"{self.name}: {self.passed + len(self.failed)} checks in {took:.0f} s, "
              f"{len(self.failed)} of them failed", flush=True)
        return 1 if self.failed else 0


def until(what, condition, within=15.0, every=0.05):
    """Waits until `condition` gives something true, and returns it."""
    end = time.monotonic() + within
    while True:
        found = condition()
        if found:
            return found
        if time.monotonic() > end:
            raise TimeoutError(f"{what}: not within {within:g} s")
        time.sleep(every)
