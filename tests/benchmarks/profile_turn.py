"""``make bench ARGS=profile``: where the microseconds of a durable turn go."""

from tests.benchmarks.contestants import OURS, at_work

MANY = 64
SECONDS = 4.0
SHOWN = 45


def profile() -> None:
    with at_work(OURS) as ours:
        ours.plays(MANY, 4.0, anew=True)  # everybody has had a picture
        ours.plays(MANY, 4.0)
        own, system = ours.bot.cpu_in_parts()
        plain = ours.plays(MANY, SECONDS)
        own_then, system_then = ours.bot.cpu_in_parts()
        print(
            f"a turn: {(own_then - own) / plain.turns * 1e6:,.0f} us CPU, and "
            f"{(system_then - system) / plain.turns * 1e6:,.0f} us of the system for it; "
            f"{plain.rate:,.0f} turns/s, {plain.calls:.1f} calls of the Bot API a turn"
        )
        ours.bot.tell("statements")
        seen = ours.plays(MANY, SECONDS)
        _statements(ours.bot.ask("statements")["statements"], seen.turns)
        ours.bot.tell("functions")
        seen = ours.plays(MANY, SECONDS)
        _functions(ours.bot.ask("functions")["functions"], seen.turns)


def _statements(rows: list[dict[str, float]], turns: float) -> None:
    print("\nSQLite, by what it takes in all (us for a turn, times for a turn, us each)")
    for row in sorted(rows, key=lambda row: -row["seconds"])[:SHOWN]:
        each = row["seconds"] / row["times"] * 1e6
        print(
            f"{row['seconds'] / turns * 1e6:9.1f} {row['times'] / turns:6.2f} {each:9.1f}  "
            f"{' '.join(str(row['sql']).split())[:110]}"
        )
    whole = sum(row["seconds"] for row in rows) / turns * 1e6
    print(f"{whole:9.1f}         in all")


def _functions(rows: list[dict[str, float]], turns: float) -> None:
    for of, what in (("own", "by themselves"), ("whole", "with all that they call")):
        print(f"\nfunctions, {what}, profiled (us for a turn, calls for a turn)")
        for row in sorted(rows, key=lambda row: -row[of])[:SHOWN]:
            micros, calls = row[of] / turns * 1e6, row["calls"] / turns
            print(f"{micros:9.1f} {calls:7.1f}  {row['function']}")
