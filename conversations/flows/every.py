"""Every flow, by its goal: a new one is a file beside this and a line below."""

from conversations.flow import Flows
from conversations.flows.backdoor_check import BACKDOOR_CHECK
from conversations.flows.direct_contribution import DIRECT_CONTRIBUTION
from conversations.flows.find_my_basis import FIND_MY_BASIS
from conversations.flows.mega_backdoor_check import MEGA_BACKDOOR_CHECK
from conversations.flows.spouse_too import SPOUSE_TOO
from conversations.questions.goal import Goal
from conversations.texts import text

FLOWS = Flows(
    welcome=text("welcome"),
    by_goal={
        Goal.BACKDOOR: BACKDOOR_CHECK,
        Goal.BOTH: BACKDOOR_CHECK,
        Goal.SPOUSE: SPOUSE_TOO,
        Goal.MEGA: MEGA_BACKDOOR_CHECK,
        Goal.BASIS: FIND_MY_BASIS,
        Goal.DIRECT: DIRECT_CONTRIBUTION,
    },
)
