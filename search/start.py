"""How does the command begin? Ctrl-C ends it at once until there is something to lose."""

from __future__ import annotations

import signal


def main() -> None:
    """Run the command line.

    Loading it takes a while, and a KeyboardInterrupt in an import may be dropped by Python, so
    that the command goes on. So the signal has the effect that it has on other programs, and what
    has to be finished or cleared away says so: see `index.interrupts`.
    """
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # else it is ignored
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from .cli import main as run  # here: behind the line above

    run()


if __name__ == "__main__":
    main()
