# The text is larger than may be read, which is 2 MB of YAML or TOML and 200 MB of JSON.
#
# YAML is slow to read, and a plan that a person keeps is some kilobytes. Keep large records as
# JSON, or raise the limits of `clientkit.documents.read`.
from clientkit import check_plan

plan = """
clientkit: "1"
client: {id: harbor, name: Harbor Museum, timezone: Europe/Berlin}
"""
findings = check_plan(plan + "#" * 2_000_000)
# > findings = check_plan(plan)
