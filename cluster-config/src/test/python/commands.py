"""Drives a running node over its command topic with a client that is not ours.

    commands.py BOOTSTRAP TOKEN

Ends with status 0 if every promise held, else with a message. Prints one line a promise.
"""
import json
import sys
import time
import uuid

from kafka import KafkaConsumer, KafkaProducer, TopicPartition

COMMANDS = "matih.pipelines.commands"
RESULTS = "matih.pipelines.command-results"
DEAD = "matih.pipelines.commands.dlq"
EVENTS = "pipeline.job.events"
HANG_GUARD_SECONDS = 120

bootstrap, token = sys.argv[1:3]
run = uuid.uuid4().hex[:8]
producer = KafkaProducer(bootstrap_servers=bootstrap, acks="all")


def reader(topic):
    consumer = KafkaConsumer(bootstrap_servers=bootstrap, auto_offset_reset="latest")
    partitions = [TopicPartition(topic, p) for p in consumer.partitions_for_topic(topic)]
    consumer.assign(partitions)
    for partition in partitions:
        consumer.seek_to_end(partition)
        consumer.position(partition)
    return consumer


results, dead, events = reader(RESULTS), reader(DEAD), reader(EVENTS)


def send(value, key="demo", headers=None):
    if not isinstance(value, bytes):
        value = json.dumps({"schema": "command/1", **value}).encode()
    given = {"authorization": "Bearer " + token} if headers is None else headers
    producer.send(
        COMMANDS, key=key.encode(), value=value, headers=[(k, v.encode()) for k, v in given.items()]
    ).get(30)


arrived = {results: [], dead: [], events: []}


def read(consumer, wanted):
    """The first record not read before for which wanted(record) holds; others stay for later."""
    deadline = time.monotonic() + HANG_GUARD_SECONDS
    while time.monotonic() < deadline:
        for record in arrived[consumer]:
            if wanted(record):
                arrived[consumer].remove(record)
                return record
        for batch in consumer.poll(timeout_ms=500).values():
            arrived[consumer].extend(batch)
    sys.exit("no such record within %d s" % HANG_GUARD_SECONDS)


def result(command_id):
    return json.loads(read(results, lambda r: json.loads(r.value)["commandId"] == command_id).value)


def check(promise, holds, shown=""):
    print(" %s %s" % ("ok" if holds else "!!", promise), shown)
    if not holds:
        sys.exit(1)


definition = """
name: by-kafka-%s
tasks:
  - {id: one, type: log, message: hello}
""" % run

send({"commandId": "create-" + run, "operation": "createPipeline", "body": definition})
created = result("create-" + run)
check("a definition becomes a pipeline", created["status"] == 201, created["body"])
pipeline = created["body"]["pipelineId"]

execute = {
    "commandId": "run-" + run,
    "operation": "executePipeline",
    "path": {"pipelineId": pipeline},
}
send(execute)
first = result("run-" + run)
send(execute)
second = result("run-" + run)
check(
    "the same command twice is one run",
    first["status"] == 202 and first["body"]["executionId"] == second["body"]["executionId"],
    first["body"],
)

send({"commandId": "active-" + run, "operation": "activatePipeline",
      "path": {"pipelineId": pipeline}})
execution = first["body"]["executionId"]
told = []
while not told or told[-1] != "execution.succeeded":
    event = json.loads(read(
        events,
        lambda r: json.loads(r.value).get("execution", {}).get("executionId") == execution).value)
    told.append(event["type"])
check("a run is told on the public topic, from its first status to its last",
      told[0] == "execution.queued" and len(told) == len(set(told)), told)

for number in range(20):
    send({
        "commandId": "turn-%s-%d" % (run, number),
        "operation": "pausePipeline" if number % 2 == 0 else "resumePipeline",
        "path": {"pipelineId": pipeline},
    })
turns = [result("turn-%s-%d" % (run, number)) for number in range(20)]
check("commands of one key are carried out in their order",
      [t["body"].get("status") for t in turns] == ["PAUSED", "ACTIVE"] * 10)

send({"commandId": "denied-" + run, "operation": "pausePipeline",
      "path": {"pipelineId": pipeline}}, headers={})
denied = result("denied-" + run)
check("nobody without a token is heard", denied["status"] == 401, denied["body"]["error"]["code"])

send({"commandId": "unknown-" + run, "operation": "pausePipeline",
      "path": {"pipelineId": "pipeline-none"}})
unknown = result("unknown-" + run)
check("a refusal has the error envelope of the API",
      unknown["status"] == 404 and unknown["body"]["success"] is False)

poison = b"\xff\xfe poison " + run.encode()
send(poison)
send({"commandId": "behind-" + run, "operation": "pausePipeline", "path": {"pipelineId": pipeline}})
check("what is behind a poisonous record is carried out", result("behind-" + run)["status"] == 200)
letter = read(dead, lambda r: r.value == poison)
headers = {name: value.decode() for name, value in letter.headers}
check("the poisonous record is kept byte for byte, with its origin and the reason",
      headers["topic"] == COMMANDS and headers["reason"] and "offset" in headers, headers["reason"])
check("no token is kept with it", "authorization" not in headers)
