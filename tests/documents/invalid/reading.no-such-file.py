# There is no file of that name.
#
# Nothing was checked. Look at the spelling, and at the folder in which the program runs.
from pathlib import Path

from clientkit import check_plan

findings = check_plan(Path("clinet-plan.yaml"))
# > findings = check_plan(Path("client-plan.yaml"))
