"""The place on AWS to train in: its template has no finding, moto builds it, and the flow compiles for it."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest

from forage_training.flow.cluster import compile_flow, environment, parser
from forage_training.places import FLOW_FILE, TRAINING
from s3_double import s3_double

TEMPLATE = TRAINING.parent / "deploy" / "aws" / "forage-training.yaml"
CFN_LINT = Path(sys.executable).with_name("cfn-lint")


@pytest.fixture(scope="module")
def aws() -> Iterator[str]:
    with s3_double() as url:
        yield url


@pytest.fixture(scope="module")
def built(aws: str) -> dict[str, str]:
    """What the template's stack gives out."""
    ec2 = boto3.client("ec2", endpoint_url=aws)
    network = ec2.describe_vpcs()["Vpcs"][0]["VpcId"]
    subnets = [one["SubnetId"] for one in ec2.describe_subnets()["Subnets"][:2]]
    stacks = boto3.client("cloudformation", endpoint_url=aws)
    # moto does not split a list that is not given
    given = {"Network": network, "Subnets": ",".join(subnets), "GpuTypes": "g5.xlarge,g4dn.xlarge"}
    text = TEMPLATE.read_text(encoding="utf-8")
    # nor does it know of the role that Batch makes itself where none is named
    managed = "      Type: MANAGED\n"
    text = text.replace(managed, f"{managed}      ServiceRole: !GetAtt MachineRole.Arn\n")
    stacks.create_stack(
        StackName="training",
        TemplateBody=text,
        Parameters=[{"ParameterKey": key, "ParameterValue": value} for key, value in given.items()],
        Capabilities=["CAPABILITY_IAM"],
    )
    (stack,) = stacks.describe_stacks(StackName="training")["Stacks"]
    assert stack["StackStatus"] == "CREATE_COMPLETE"
    return {one["OutputKey"]: one["OutputValue"] for one in stack["Outputs"]}


def machines(aws: str, queue: str) -> dict[str, Any]:
    """The machines behind a queue."""
    batch = boto3.client("batch", endpoint_url=aws)
    (found,) = batch.describe_job_queues(jobQueues=[queue])["jobQueues"]
    (order,) = found["computeEnvironmentOrder"]
    (place,) = batch.describe_compute_environments(computeEnvironments=[order["computeEnvironment"]])[
        "computeEnvironments"
    ]
    return dict(place["computeResources"])


def queue_name(output: str) -> str:
    return output.rsplit("/", 1)[-1]


def actions_of(role: dict[str, Any], aws: str) -> set[tuple[str, str]]:
    """What a role may, and on what."""
    iam = boto3.client("iam", endpoint_url=aws)
    allowed = set()
    for name in iam.list_role_policies(RoleName=role["RoleName"])["PolicyNames"]:
        document = iam.get_role_policy(RoleName=role["RoleName"], PolicyName=name)["PolicyDocument"]
        # moto keeps what CloudFormation gave it as a text
        whole = ast.literal_eval(document) if isinstance(document, str) else document
        for statement in whole["Statement"]:
            actions, places = statement["Action"], statement["Resource"]
            for action in [actions] if isinstance(actions, str) else actions:
                for place in [places] if isinstance(places, str) else places:
                    allowed.add((action, place))
    return allowed


def test_the_template_has_no_finding_of_cfn_lint() -> None:
    if not CFN_LINT.exists():
        pytest.skip("needs cfn-lint: npm run training:setup -- --light")
    done = subprocess.run([str(CFN_LINT), str(TEMPLATE)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_it_builds_queues_that_cost_nothing_while_nothing_waits(aws: str, built: dict[str, str]) -> None:
    for queue, image in (("GpuQueue", "ECS_AL2023_NVIDIA"), ("Queue", "ECS_AL2023")):
        found = machines(aws, built[queue])
        assert (found["minvCpus"], found["desiredvCpus"], found["type"]) == (0, 0, "SPOT")
        assert [one["imageType"] for one in found["ec2Configuration"]] == [image]
    assert machines(aws, built["GpuQueue"])["instanceTypes"] == ["g5.xlarge", "g4dn.xlarge"]


def test_a_step_may_reach_the_bucket_and_the_table_and_nothing_else(aws: str, built: dict[str, str]) -> None:
    roles = {role["Arn"]: role for role in boto3.client("iam", endpoint_url=aws).list_roles()["Roles"]}
    bucket = built["Datastore"].removeprefix("s3://").split("/")[0]
    allowed = actions_of(roles[built["JobRole"]], aws)
    assert {action.split(":")[0] for action, _ in allowed} == {"s3", "dynamodb"}
    assert all(bucket in place for action, place in allowed if action.startswith("s3:"))
    assert all(built["Table"] in place for action, place in allowed if action.startswith("dynamodb:"))
    everywhere = {action for action, place in actions_of(roles[built["MachineRole"]], aws) if place == "*"}
    assert everywhere == {"batch:DescribeJobs", "batch:TerminateJob"}


def arguments(built: dict[str, str], *more: str) -> list[str]:
    words = ["step-functions", "--image", "forage-training:1", "--datastore", built["Datastore"], "--out", "x.json"]
    words += ["--queue", queue_name(built["Queue"]), "--table", built["Table"], *more]
    return [*words, "--job-role", built["JobRole"], "--machine-role", built["MachineRole"]]


def test_the_flow_compiles_for_it_with_training_on_the_gpu_queue(built: dict[str, str]) -> None:
    gpu = queue_name(built["GpuQueue"])
    machine = compile_flow(parser().parse_args(arguments(built, "--gpu-queue", gpu, "--gpus", "1")))
    assert queue_name(job_of(machine, "train")["JobQueue"]) == gpu
    assert queue_name(job_of(machine, "evaluate")["JobQueue"]) == queue_name(built["Queue"])
    assert {"Type": "GPU", "Value": "1"} in requirements_of(machine, "train")
    assert all(one["Type"] != "GPU" for one in requirements_of(machine, "evaluate"))
    # a spot machine that is taken away is a failed attempt
    assert job_of(machine, "train")["RetryStrategy"] == {"Attempts": 3}
    definitions = boto3.client("batch").describe_job_definitions()["jobDefinitions"]
    roles = {one["containerProperties"]["jobRoleArn"] for one in definitions}
    assert roles == {built["JobRole"]}


def job_of(machine: dict[str, Any], name: str) -> dict[str, Any]:
    """What a step submits."""
    found = find_state(machine, name)
    assert found is not None
    return dict(found["Parameters"])


def requirements_of(machine: dict[str, Any], name: str) -> list[dict[str, str]]:
    """What a step's job asks of its machine."""
    overrides = job_of(machine, name)["ContainerOverrides"]
    return [dict(one) for one in overrides["ResourceRequirements"]]


def find_state(machine: Any, name: str) -> dict[str, Any] | None:
    if not isinstance(machine, dict):
        return None
    states = machine.get("States", {})
    if name in states and "Parameters" in states[name]:
        return dict(states[name])
    for value in machine.values():
        found = find_state(value, name)
        if found:
            return found
    return None


def test_a_run_on_batch_submits_its_first_step(built: dict[str, str], aws: str, tmp_path: Path) -> None:
    """As far as it goes: moto would run the job's container with Docker, which is not there."""
    args = parser().parse_args(arguments(built))
    env = {**environment(args, str(tmp_path)), "FORAGE_TRAINING_RETRIES": "0", "DOCKER_HOST": "unix:///nowhere"}
    words = [sys.executable, str(FLOW_FILE), "--no-pylint", "--datastore", "s3", "--package-suffixes", ".py,.json"]
    words += ["--with", "batch:image=forage-training:1", "run", "--request", "{}"]
    done = subprocess.run(words, capture_output=True, text=True, check=False, env=env, cwd=tmp_path)
    assert done.returncode != 0
    queue, batch = queue_name(built["Queue"]), boto3.client("batch", endpoint_url=aws)
    jobs = batch.list_jobs(jobQueue=queue, jobStatus="FAILED")["jobSummaryList"]
    assert ["start" in job["jobName"] for job in jobs] == [True], done.stdout + done.stderr
    (job,) = batch.describe_jobs(jobs=[jobs[0]["jobId"]])["jobs"]
    definitions = batch.describe_job_definitions(jobDefinitions=[job["jobDefinition"]])["jobDefinitions"]
    assert [one["containerProperties"]["jobRoleArn"] for one in definitions] == [built["JobRole"]]
