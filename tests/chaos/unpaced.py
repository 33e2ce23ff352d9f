"""``python -m bot``, but it sends as fast as it can: nobody in a test has to wait for Telegram's
limits."""

from math import inf

from bot.__main__ import main
from bot.sending.pacing import Pacing

if __name__ == "__main__":
    Pacing.__init__.__defaults__ = (inf, inf)
    main(prog_name="python -m bot")
