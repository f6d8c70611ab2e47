# The syntax asked for is none of JSON, TOML and YAML.
#
# Nothing was read. Name one of the three, or leave it out: the ending of the file or the
# beginning of the text decides.
from clientkit.documents import read

plan = """
clientkit: "1"
client: {id: harbor, name: Harbor Museum, timezone: Europe/Berlin}
"""
findings = read(plan, syntax="xml").findings
# > findings = read(plan, syntax="yaml").findings
