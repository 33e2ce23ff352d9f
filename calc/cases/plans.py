"""Plans at work."""

from calc.cases.case import by_year, calculation
from calc.plan_limits import (
    AnnualAdditionsFacts,
    CatchUpFacts,
    MegaRoomFacts,
    annual_additions,
    catch_up_limits,
    mega_room,
)

CALCULATIONS = {
    "catch_up": calculation(CatchUpFacts, by_year(catch_up_limits), age=61),
    "mega_room": calculation(
        MegaRoomFacts,
        by_year(mega_room),
        age=40,
        elective_deferrals=23500,
        employer_contributions=10000,
    ),
    "annual_additions": calculation(
        AnnualAdditionsFacts,
        by_year(annual_additions),
        age=52,
        catch_up_deferrals=6000,
        employer_contributions=55000,
        deferrals_elsewhere=18500,
    ),
}
