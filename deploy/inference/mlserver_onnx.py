"""MLServer's runtime for Forage's networks: `"implementation": "mlserver_onnx.ForageOnnx"` in model-settings.json.

`npx forage deploy` writes these settings. Start MLServer with this folder in PYTHONPATH; the page docs/remote-inference.md says how.
"""

from __future__ import annotations

from pathlib import Path

import forage_onnx
import numpy as np
from mlserver import MLModel
from mlserver.errors import InferenceError
from mlserver.types import (
    InferenceRequest,
    InferenceResponse,
    ResponseOutput,
    TensorData,
)
from mlserver.utils import get_model_uri


class ForageOnnx(MLModel):
    """One version of one of Forage's networks."""

    async def load(self) -> bool:
        self._session = forage_onnx.open_session(Path(await get_model_uri(self._settings)))
        return True

    async def predict(self, payload: InferenceRequest) -> InferenceResponse:
        if len(payload.inputs) != 1:
            raise InferenceError("one input is expected")
        given = payload.inputs[0]
        if given.datatype != "FP32":
            raise InferenceError(f"{given.name} is {given.datatype}, not FP32")
        try:
            values = np.asarray(given.data.root, dtype=np.float32).reshape(given.shape)
            values = forage_onnx.check_input(given.name, values, self._session)
            wanted = [one.name for one in payload.outputs or []]
            outputs = forage_onnx.run(self._session, values, wanted)
        except ValueError as error:
            raise InferenceError(str(error)) from error
        return InferenceResponse(
            model_name=self.name,
            model_version=self.version,
            outputs=[
                ResponseOutput(
                    name=name,
                    shape=list(output.shape),
                    datatype="FP32",
                    data=TensorData(root=output.ravel().tolist()),
                )
                for name, output in outputs.items()
            ],
        )
