"""One of Forage's networks on KServe's Python server: `python kserve_onnx.py --model_name forage-n --model_version 4 --model_dir REPOSITORY`.

REPOSITORY is a folder that `npx forage deploy` wrote. KServe's server has one model and answers to any version in the address, so
each answer names the version that it is from; Forage compares it.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import forage_onnx
from kserve import InferOutput, InferRequest, InferResponse, Model, ModelServer, model_server
from kserve.errors import InvalidInput


class ForageOnnx(Model):
    """One version of one of Forage's networks."""

    def __init__(self, name: str, version: str, repository: Path) -> None:
        super().__init__(name)
        self._version = version
        self._session = forage_onnx.open_session(repository / name / version / "model.onnx")
        self.ready = True

    async def get_input_types(self) -> list[dict[str, object]]:
        return [
            {"name": one.name, "datatype": "FP32", "shape": [_length(side) for side in one.shape]}
            for one in self._session.get_inputs()
        ]

    async def get_output_types(self) -> list[dict[str, object]]:
        return [
            {"name": one.name, "datatype": "FP32", "shape": [_length(side) for side in one.shape]}
            for one in self._session.get_outputs()
        ]

    def predict(
        self,
        payload: InferRequest,
        headers: dict[str, str] | None = None,
        response_headers: dict[str, str] | None = None,
    ) -> InferResponse:
        given = payload.inputs[0]
        try:
            values = forage_onnx.check_input(given.name, given.as_numpy(), self._session)
            wanted = [one.name for one in payload.request_outputs or []]
            outputs = forage_onnx.run(self._session, values, wanted)
        except ValueError as error:
            raise InvalidInput(str(error)) from error
        # KServe writes bytes or JSON, as each output is asked for
        return InferResponse(
            response_id=payload.id or "",
            model_name=self.name,
            model_version=self._version,
            infer_outputs=[
                InferOutput(name=name, shape=list(output.shape), datatype="FP32", data=output)
                for name, output in outputs.items()
            ],
            use_binary_outputs=payload.use_binary_outputs,
            requested_outputs=payload.request_outputs,
        )


def _length(side: object) -> int:
    return side if isinstance(side, int) else -1


if __name__ == "__main__":
    parser = argparse.ArgumentParser(parents=[model_server.parser])
    parser.add_argument("--model_dir", type=Path, required=True)
    parser.add_argument("--model_version", required=True)
    arguments, _ = parser.parse_known_args()
    ModelServer().start(
        [ForageOnnx(arguments.model_name, arguments.model_version, arguments.model_dir)]
    )
