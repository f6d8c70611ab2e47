# The operating system refuses to open or read the file.
#
# Nothing was checked. Mostly the right to read it is missing, or the name is one that no file can
# have.
from pathlib import Path

from clientkit import check_plan

findings = check_plan(Path("client-plan.yaml\0"))
# > findings = check_plan(Path("client-plan.yaml"))
