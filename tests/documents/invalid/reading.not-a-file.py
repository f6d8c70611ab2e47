# The path is a directory, a pipe or a device.
#
# Only whole files can be checked. Name a file; the command `clientkit check` also takes folders
# and looks into them.
from pathlib import Path

from clientkit import check_plan

findings = check_plan(Path("plans"))
# > findings = check_plan(Path("plans/harbor.yaml"))
