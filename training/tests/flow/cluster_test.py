"""The flow compiles for clusters, against an S3 double. Needs `kubernetes` and `moto`; without them it is skipped."""

from __future__ import annotations

import ast
import importlib.util
import io
import json
import re
import sys
import tarfile
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest

import micromamba_double
from forage_training.flow.cluster import compile_flow, compile_text, parser
from forage_training.flow.step_packages import WITHOUT_TRAINER, locked, packages_of
from s3_double import s3_double

STEPS = ["start", "prepare", "train", "choose", "export", "evaluate", "gate", "register", "deploy", "end"]


@pytest.fixture(scope="module")
def s3() -> Iterator[str]:
    if importlib.util.find_spec("kubernetes") is None:
        pytest.skip("needs the Python package kubernetes")
    with s3_double() as url:
        yield url


def arguments(kind: str, *more: str) -> Namespace:
    words = [kind, "--image", "forage-training:1", "--datastore", "s3://forage/metaflow", "--out", "x.json"]
    return parser().parse_args([*words, "--secret", "forage-secrets", *more])


def pods(workflow: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {t["name"]: t["container"] for t in workflow["spec"]["templates"] if "container" in t}


def test_the_argo_workflow_has_every_step_with_image_secrets_and_resources(s3: str) -> None:
    workflow = compile_flow(arguments("argo"))
    assert workflow["kind"] == "WorkflowTemplate"
    containers = pods(workflow)
    assert set(STEPS) <= set(containers)
    train = containers["train"]
    assert train["image"] == "forage-training:1"
    assert [one["secretRef"]["name"] for one in train["envFrom"]] == ["forage-secrets"]
    assert float(train["resources"]["requests"]["memory"].removesuffix("M")) == 15000
    assert "request" in [p["name"] for p in workflow["spec"]["arguments"]["parameters"]]
    stored = boto3.client("s3", endpoint_url=s3).list_objects_v2(Bucket="forage", Prefix="metaflow/")
    assert stored["KeyCount"] > 0  # the code package is where the pods fetch it


def make_queue(url: str) -> None:
    """Batch's job queue, which compiling looks for, and what the queue needs."""
    iam, ec2 = (boto3.client(name, endpoint_url=url) for name in ("iam", "ec2"))
    role = iam.create_role(RoleName="batch", AssumeRolePolicyDocument="{}")["Role"]
    profile = iam.create_instance_profile(InstanceProfileName="batch")["InstanceProfile"]
    iam.add_role_to_instance_profile(InstanceProfileName="batch", RoleName="batch")
    subnet = ec2.describe_subnets()["Subnets"][0]
    group = ec2.describe_security_groups()["SecurityGroups"][0]
    machines = {
        "type": "EC2",
        "minvCpus": 0,
        "maxvCpus": 16,
        "desiredvCpus": 0,
        "instanceTypes": ["m5.large"],
        "instanceRole": profile["Arn"],
        "subnets": [subnet["SubnetId"]],
        "securityGroupIds": [group["GroupId"]],
    }
    batch = boto3.client("batch", endpoint_url=url)
    made = batch.create_compute_environment(
        computeEnvironmentName="forage",
        type="MANAGED",
        state="ENABLED",
        serviceRole=role["Arn"],
        computeResources=machines,
    )
    order = [{"order": 1, "computeEnvironment": made["computeEnvironmentArn"]}]
    batch.create_job_queue(jobQueueName="forage-training", state="ENABLED", priority=1, computeEnvironmentOrder=order)


def test_the_step_functions_machine_has_every_step(s3: str) -> None:
    make_queue(s3)
    machine = compile_flow(arguments("step-functions"))
    text = str(machine)
    assert machine["StartAt"] == "start"
    for name in STEPS:
        assert name in text


@pytest.mark.usefixtures("s3")
def test_the_airflow_dag_is_python_with_every_step() -> None:
    text = compile_text(arguments("airflow"))
    said = {node.value for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Constant)}
    whole = " ".join(one for one in said if isinstance(one, str))
    for name in STEPS:
        assert name in whole
    assert "forage-training:1" in whole


def stand_in(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that Metaflow takes for micromamba."""
    program = folder / "micromamba"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -S "{micromamba_double.__file__}" "$@"\n')
    program.chmod(0o755)
    monkeypatch.setenv("METAFLOW_PATH_TO_MICROMAMBA", str(program))
    monkeypatch.setenv("MICROMAMBA_DOUBLE", str(folder))


def sent_environments(url: str) -> dict[str, set[str]]:
    """Wheels by environment, as the code package tells the cluster."""
    client = boto3.client("s3", endpoint_url=url)
    found: dict[str, set[str]] = {}
    for one in client.list_objects_v2(Bucket="forage", Prefix="metaflow/TrainingFlow/")["Contents"]:
        body = client.get_object(Bucket="forage", Key=one["Key"])["Body"].read()
        with tarfile.open(fileobj=io.BytesIO(body)) as package:
            name = next((name for name in package.getnames() if name.endswith("conda.manifest")), None)
            file = package.extractfile(name) if name else None
            for made, platforms in json.load(file).items() if file else ():
                found[made] = {Path(wheel["url"]).name for wheel in platforms["linux-64"]["pypi"]}
    return found


def test_with_pypi_each_step_starts_the_python_that_has_its_own_packages(
    s3: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(tmp_path, monkeypatch)
    containers = pods(compile_flow(arguments("argo", "--environment", "pypi")))
    wheels = sent_environments(s3)
    for name in STEPS:
        started = re.search(r"\$MF_ARCH/([0-9a-f]+)/bin/python", " ".join(containers[name]["command"]))
        assert started, name
        sent = wheels[started[1]]
        for package, version in packages_of(name).items():
            assert micromamba_double.wheel(package, version) in sent
        assert (micromamba_double.wheel("torch", locked()["torch"]) in sent) == (name not in WITHOUT_TRAINER)
