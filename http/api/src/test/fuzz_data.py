"""Makes what requests can be about - a connection, a pipeline, a run - and prints the
configuration that tells the generator of requests their ids.

Usage: fuzz_data.py URL TOKEN
"""

import json
import sys
import urllib.error
import urllib.request

URL, TOKEN = sys.argv[1:]
DEFINITION = """
metadata: {name: fuzz-target}
sources:
  rows: {type: file, connection: "${FUZZ_DATA}", prefix: rows, format: csv}
sinks:
  out: {type: file, connection: "${FUZZ_DATA}", prefix: out, format: csv, mode: overwrite}
"""


def call(method, path, body=None, media="application/json"):
    request = urllib.request.Request(
        URL + path,
        method=method,
        data=body.encode() if body is not None else None,
        headers={"Authorization": "Bearer " + TOKEN, "Content-Type": media},
    )
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as refusal:
        sys.exit(f"{method} {path}: {refusal.code} {refusal.read().decode()}")


def pipeline():
    found = call("GET", "/v1/pipelines?name=fuzz-target")["data"]
    if found:
        return found[0]["pipelineId"]
    return call("POST", "/v1/pipelines", DEFINITION, "application/yaml")["pipelineId"]


call(
    "PUT",
    "/v1/connections/FUZZ_DATA",
    json.dumps({"type": "local", "options": {"root": "fuzz"}}),
)
PIPELINE = pipeline()
RUN = call("POST", f"/v1/pipelines/{PIPELINE}/execute", "{}")["executionId"]

print(
    f"""
[parameters]
pipelineId = "{PIPELINE}"
executionId = "{RUN}"
connectionName = "FUZZ_DATA"
engineName = "embedded"
revision = 1
"""
)
# What others need must not be taken away under their feet.
for operation, name, value in (
    ("deletePipeline", "pipelineId", "pipeline-" + "0" * 26),
    ("archivePipeline", "pipelineId", "pipeline-" + "0" * 26),
    ("deleteConnection", "connectionName", "NOT_THERE"),
    ("putConnection", "connectionName", "FUZZ_OTHER"),
):
    print(
        f"""
[[operations]]
include-operation-id = "{operation}"
[operations.parameters]
{name} = "{value}"
"""
    )
