"""What people are told of what is kept about them, and for how long."""

from dataclasses import dataclass

from conversations.texts import text


@dataclass(frozen=True)
class Privacy:
    """What whoever runs the assistant has decided."""

    idle_days: int
    """For how long after the last turn unfinished answers are kept."""
    finished_days: int
    """For how long results are."""
    url: str | None = None
    """Where their own policy is."""


def what_is_kept(privacy: Privacy | None) -> str:
    """Without a ``privacy`` it is kept until the person deletes it."""
    if privacy is None:
        return "\n\n".join((text("privacy"), text("kept_for_good")))
    how_long = text("kept_for_a_time").format(
        idle=privacy.idle_days, finished=privacy.finished_days
    )
    policy = [] if privacy.url is None else [f"The policy of whoever runs this: {privacy.url}"]
    return "\n\n".join((text("privacy"), how_long, *policy))
