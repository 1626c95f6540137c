"""Writes schemas/executor-pod-template.schema.json from the official Kubernetes Python client.

    pip install kubernetes==33.1.0
    python tests/scripts/pod_template_schema.py

Airflow reads a pod template with that client, which drops keys that its classes do not have; so the keys and types are
those of the classes. What matters to Airflow is described in DESCRIPTIONS; the rest has no texts.
"""

import json
import pathlib
import re

import kubernetes
from kubernetes.client import models

OUTPUT = pathlib.Path(__file__).parents[2] / "schemas" / "executor-pod-template.schema.json"

PLAIN = {
    "str": {"type": "string"},
    "int": {"type": "integer"},
    "float": {"type": "number"},
    "bool": {"type": "boolean"},
    "datetime": {"type": "string"},
    "object": {},
}

QUANTITY = {
    "description": "A quantity of Kubernetes: a number with a suffix such as `m`, `Mi` or `Gi`.",
    "type": ["string", "number"],
    "pattern": r"^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+|[KMGTPE]i|[numkMGTPE])?$",
}

# By class and key. Sources: Airflow's documentation of the Kubernetes executor, and its pod_generator.py.
DESCRIPTIONS = {
    ("V1Pod", "kind"): "Always `Pod`.",
    ("V1Pod", "apiVersion"): "Always `v1`.",
    ("V1Pod", "metadata"): "Labels and annotations are kept; Airflow gives the pod a name and a namespace of its own.",
    ("V1Pod", "spec"): "What runs. What Airflow or the task's `pod_override` says wins over it.",
    ("V1PodSpec", "containers"): "The containers. The task runs in the first one, which has to be called `base`: what Airflow "
    "and the task's `pod_override` say goes there.",
    ("V1PodSpec", "initContainers"): "Containers that end before the task starts; one with `restartPolicy: Always` runs beside "
    "it and ends with it.",
    ("V1PodSpec", "restartPolicy"): "`Never`: with any other policy Kubernetes starts a task again behind Airflow's back.",
    ("V1PodSpec", "nodeSelector"): "Labels that the node must have.",
    ("V1PodSpec", "tolerations"): "Taints that the pod puts up with.",
    ("V1PodSpec", "affinity"): "Which nodes and pods it wants to be near to or far from.",
    ("V1PodSpec", "serviceAccountName"): "The account that the task acts as in the cluster.",
    ("V1PodSpec", "terminationGracePeriodSeconds"): "Seconds that the task has to end when the pod is stopped.",
    ("V1PodSpec", "activeDeadlineSeconds"): "Seconds after which Kubernetes ends the pod, whatever the task does.",
    ("V1Container", "name"): "`base` for the container that the task runs in.",
    ("V1Container", "image"): "The image. In the container `base` it must have Airflow and the DAGs' packages.",
    ("V1Container", "resources"): "CPU and memory. Without a memory limit one task can take the memory of the whole node.",
    ("V1Container", "env"): "Environment variables.",
    ("V1ResourceRequirements", "requests"): "What the scheduler sets aside.",
    ("V1ResourceRequirements", "limits"): "What may not be exceeded: more memory kills the container, more CPU slows it down.",
}

CHOICES = {
    ("V1PodSpec", "restartPolicy"): ["Never", "OnFailure", "Always"],
    ("V1Container", "imagePullPolicy"): ["Always", "IfNotPresent", "Never"],
}


def schema_of(kind, definitions):
    """The schema of a type as the client writes it: `list[V1Container]`, `dict(str, str)`, `V1PodSpec`, `int`."""
    if of := re.fullmatch(r"list\[(.+)\]", kind):
        return {"type": "array", "items": schema_of(of[1], definitions)}
    if of := re.fullmatch(r"dict\(str, (.+)\)", kind):
        return {"type": "object", "additionalProperties": schema_of(of[1], definitions)}
    if kind in PLAIN:
        return dict(PLAIN[kind])
    define(kind, definitions)
    return {"$ref": f"#/definitions/{kind}"}


def define(name, definitions):
    if name in definitions:
        return
    definitions[name] = {}
    found = getattr(models, name)
    properties = {}
    for python_name, kind in sorted(found.openapi_types.items()):
        key = found.attribute_map[python_name]
        schema = schema_of(kind, definitions)
        if name == "V1ResourceRequirements" and key in ("requests", "limits"):
            schema = {"type": "object", "additionalProperties": {"$ref": "#/definitions/quantity"}}
        if key == "sizeLimit":
            schema = {"$ref": "#/definitions/quantity"}
        if choices := CHOICES.get((name, key)):
            schema["enum"] = choices
        description = DESCRIPTIONS.get((name, key))
        if description and "$ref" in schema:
            schema = {"description": description, "allOf": [schema]}
        elif description:
            schema = {"description": description, **schema}
        properties[key] = schema
    definitions[name] = {"type": "object", "properties": properties, "additionalProperties": False}
    if required := demanded(found):
        definitions[name]["required"] = required


def demanded(found):
    """The keys without which the class refuses to be made."""
    given = {}
    while True:
        try:
            found(**given)
            return sorted(found.attribute_map[name] for name in given)
        except ValueError as error:
            given[re.search("`(.+?)`", str(error))[1]] = "x"


def main():
    definitions = {"quantity": QUANTITY}
    # What Kubernetes itself writes into a pod.
    skipped = {"status"}
    models.V1Pod.openapi_types = {name: kind for name, kind in models.V1Pod.openapi_types.items() if name not in skipped}
    define("V1Pod", definitions)
    pod = definitions.pop("V1Pod")
    pod["properties"]["kind"]["const"] = "Pod"
    pod["properties"]["apiVersion"]["const"] = "v1"
    pod["required"] = ["apiVersion", "kind", "spec"]
    containers = definitions["V1PodSpec"]["properties"]["containers"]
    containers["minItems"] = 1
    containers["contains"] = {"properties": {"name": {"const": "base"}}, "required": ["name"]}
    document = {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Airflow executor pod template",
        "description": "The pod that Airflow's Kubernetes executor starts each task from: `pod_template_file`. Keys that are "
        f"not listed here are dropped without a word (Kubernetes client {kubernetes.__version__}).",
        **pod,
        "examples": [
            {
                "apiVersion": "v1",
                "kind": "Pod",
                "metadata": {"labels": {"team": "orders"}},
                "spec": {
                    "restartPolicy": "Never",
                    "containers": [
                        {"name": "base", "resources": {"requests": {"cpu": "500m", "memory": "1Gi"}, "limits": {"memory": "1Gi"}}}
                    ],
                },
            }
        ],
        "definitions": dict(sorted(definitions.items())),
    }
    OUTPUT.write_text(json.dumps(document, indent=2) + "\n")


if __name__ == "__main__":
    main()
