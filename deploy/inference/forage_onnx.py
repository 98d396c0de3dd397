"""Runs one of Forage's ONNX files: what the runtimes for MLServer and KServe beside this file share."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import onnxruntime


def open_session(model: Path) -> onnxruntime.InferenceSession:
    """Opens a model on a GPU where this ONNX Runtime has one, else on the processor.

    `FORAGE_THREADS` sets the threads of one inference.
    """
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = int(os.environ.get("FORAGE_THREADS", "0"))
    # a thread that waits by asking again and again takes the core from another photo
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(
        str(model), options, providers=onnxruntime.get_available_providers()
    )


def check_input(name: str, values: np.ndarray, session: onnxruntime.InferenceSession) -> np.ndarray:
    """Gives the input as the network takes it, or says what is wrong with it.

    Raises:
        ValueError: for another name, shape or type.
    """
    expected = session.get_inputs()[0]
    if name != expected.name:
        raise ValueError(f"the input is called {expected.name}, not {name}")
    if values.dtype != np.float32:
        raise ValueError(f"{name} is {values.dtype}, not 32-bit floats")
    fixed = [one if isinstance(one, int) else -1 for one in expected.shape]
    fits = len(fixed) == values.ndim and all(
        one in (-1, length) for one, length in zip(fixed, values.shape, strict=True)
    )
    if not fits:
        raise ValueError(f"{name} has the shape {list(values.shape)}, not {fixed}")
    return values


def run(
    session: onnxruntime.InferenceSession, values: np.ndarray, wanted: list[str] | None
) -> dict[str, np.ndarray]:
    """Runs the network.

    Raises:
        ValueError: when an output is asked for that the network does not have.
    """
    known = [one.name for one in session.get_outputs()]
    names = wanted or known
    unknown = [one for one in names if one not in known]
    if unknown:
        raise ValueError(f"the network has no output {', '.join(unknown)}")
    outputs = session.run(names, {session.get_inputs()[0].name: values})
    return dict(zip(names, outputs, strict=True))
