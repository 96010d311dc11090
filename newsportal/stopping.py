"""Ends a worker of granian's when it is told to, whatever it does at that moment."""

import os
import signal
from threading import Thread


def heed_sigterm() -> None:
    """
    Waits for SIGTERM in a thread of its own, which every later thread of this process leaves it to.

    Python answers a signal in the main thread alone, and that sleeps in a worker for as long as it serves: a signal that
    came by way of another thread was answered when the next one came, and requests in work were lost when the worker was
    killed instead. Call this in the main thread of a worker, before anything else is loaded: granian forks its workers, and
    with them its own answer to SIGTERM, which does nothing there. One that is told to end while it loads ends at once.
    """
    inherited = signal.getsignal(signal.SIGTERM)
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})

    def wait() -> None:
        signal.sigwait({signal.SIGTERM})
        answer = signal.getsignal(signal.SIGTERM)
        # granian sets its answer for workers when all is loaded: until then nothing is in work.
        if answer is inherited or not callable(answer):
            os._exit(0)
        answer(signal.SIGTERM, None)

    Thread(target=wait, name="sigterm", daemon=True).start()
