r"""Compiles the flow for a cluster: an Argo workflow, an AWS Step Functions machine on Batch, or an Airflow DAG.

    python -m forage_training.flow.cluster argo --image IMAGE \
        --datastore s3://bucket/metaflow --secret forage-training --out workflow.json
    python -m forage_training.flow.cluster step-functions --image IMAGE \
        --datastore s3://bucket/metaflow --out machine.json
    python -m forage_training.flow.cluster airflow --image IMAGE --datastore s3://bucket/metaflow --out dag.py

Nothing is sent to a cluster: the command only writes the file. ``docs/training-cluster.md`` says what the image, the
secrets and the shared store hold.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from forage_training.places import FLOW_FILE, SOURCES

DAG = "dag.py"


SHARED_MEMORY_MB = 2048
"""Through it processes that load photos hand them over; Docker gives 64."""


def environment(args: argparse.Namespace, home: str) -> dict[str, str]:
    """Metaflow's settings for compiling; credentials and endpoint of the store come from the usual ``AWS_…``."""
    fixed = {
        "METAFLOW_USER": "forage",
        "METAFLOW_HOME": home,
        "METAFLOW_DEFAULT_DATASTORE": "s3",
        "METAFLOW_DATASTORE_SYSROOT_S3": args.datastore,
        "METAFLOW_DEFAULT_METADATA": "local",
        "METAFLOW_KUBERNETES_NAMESPACE": args.namespace,
        "METAFLOW_KUBERNETES_SERVICE_ACCOUNT": args.service_account,
        "METAFLOW_BATCH_JOB_QUEUE": args.queue,
        "METAFLOW_ECS_S3_ACCESS_IAM_ROLE": args.job_role,
        "METAFLOW_SFN_IAM_ROLE": args.machine_role,
        "METAFLOW_SFN_DYNAMO_DB_TABLE": args.table,
        "PYTHONPATH": str(SOURCES),
        "FORAGE_TRAINING_GPUS": str(args.gpus),
        "FORAGE_TRAINING_PYPI": "1" if args.environment == "pypi" else "0",
    }
    if args.gpu_queue:
        there = {"queue": args.gpu_queue, "image": args.image, "shared_memory": SHARED_MEMORY_MB}
        fixed["FORAGE_TRAINING_GPU_QUEUE"] = json.dumps(there)
    endpoint = os.environ.get("AWS_ENDPOINT_URL_S3")
    if endpoint:
        fixed["METAFLOW_S3_ENDPOINT_URL"] = endpoint
    return {**os.environ, **fixed}


def flow_words(args: argparse.Namespace) -> list[str]:
    """The flow's own command line."""
    words = [
        sys.executable,
        str(FLOW_FILE),
        "--no-pylint",
        "--quiet",
        "--datastore",
        "s3",
        "--package-suffixes",
        ".py,.json",
        *(["--environment", args.environment] if args.environment else []),
    ]
    at_most = ["--max-workers", str(args.parallel)]
    if args.kind != "step-functions":
        secrets = f",secrets={args.secret}" if args.secret else ""
        on = ["--with", f"kubernetes:image={args.image}{secrets}"]
        last = ["argo-workflows", "create", "--only-json"] if args.kind == "argo" else ["airflow", "create", DAG]
        return [*words, *on, *last, *at_most]
    return [*words, "--with", f"batch:image={args.image}", "step-functions", "create", "--only-json", *at_most]


def first_object(text: str) -> dict[str, Any]:
    """The JSON object in a text that may have other lines around it.

    Raises:
        ValueError: if there is none.
    """
    start = text.find("{")
    while start >= 0:
        try:
            value, _ = json.JSONDecoder().raw_decode(text[start:])
        except json.JSONDecodeError:
            start = text.find("{", start + 1)
            continue
        return dict(value)
    raise ValueError(f"no JSON came out: {text.strip()[-600:]}")


def compile_text(args: argparse.Namespace) -> str:
    """The compiled workflow: JSON, or Python for Airflow.

    Raises:
        ValueError: with Metaflow's words, if it does not compile.
    """
    with tempfile.TemporaryDirectory() as home:
        done = subprocess.run(
            flow_words(args), capture_output=True, text=True, check=False, env=environment(args, home), cwd=home
        )
        if done.returncode:
            raise ValueError((done.stdout + done.stderr).strip()[-1500:])
        if args.kind == "airflow":
            return (Path(home) / DAG).read_text(encoding="utf-8")
    return json.dumps(first_object(done.stdout), indent=1) + "\n"


def compile_flow(args: argparse.Namespace) -> dict[str, Any]:
    """The compiled workflow, where it is JSON."""
    return dict(json.loads(compile_text(args)))


def parser() -> argparse.ArgumentParser:
    """The command line."""
    made = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument("kind", choices=["argo", "step-functions", "airflow"])
    made.add_argument("--image", required=True, help="built from training/Dockerfile")
    made.add_argument("--datastore", required=True, help="s3://bucket/folder for Metaflow's artifacts")
    made.add_argument("--secret", default="", help="Kubernetes secret that becomes environment variables")
    made.add_argument("--namespace", default="default")
    made.add_argument("--service-account", default="default")
    made.add_argument("--queue", default="forage-training", help="Batch job queue")
    made.add_argument("--gpus", type=int, default=0, help="of each training task")
    made.add_argument("--environment", default="", choices=["", "pypi"], help="pypi: each step gets its own Python")
    made.add_argument("--parallel", type=int, default=8, help="training tasks at the same time, at most")
    made.add_argument("--gpu-queue", default="", help="Batch job queue of the training tasks, if it is another")
    made.add_argument("--job-role", default="arn:aws:iam::000000000000:role/forage-job")
    made.add_argument("--machine-role", default="arn:aws:iam::000000000000:role/forage-machine")
    made.add_argument("--table", default="forage-training", help="DynamoDB table that Step Functions needs for foreach")
    made.add_argument("--out", type=Path, required=True)
    return made


def main() -> None:
    args = parser().parse_args()
    compiled = compile_text(args)
    args.out.write_text(compiled, encoding="utf-8")
    print(f"{args.out}: {len(compiled)} characters")


if __name__ == "__main__":
    main()
