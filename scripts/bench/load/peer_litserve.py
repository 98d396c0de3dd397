"""The bench's second peer: LitServe with batching, its processes as it starts them by default but one worker a core.

    python peer_litserve.py MODEL.onnx PORT CORES    answers POST /predict (multipart field `photo`) and GET /health

The network takes one photo at a time (its input is [1, 3, S, S]), so a batch is decoded together and run photo after photo.
"""

import sys

import litserve as ls
import onnxruntime as ort
from fastapi import Request

from peer import detect

MAX_BATCH = 8
BATCH_SECONDS = 0.005


class Detection(ls.LitAPI):
    def __init__(self, model: str, **options: object) -> None:
        super().__init__(**options)
        self.model = model

    def setup(self, device: str) -> None:
        options = ort.SessionOptions()
        # one worker a core
        options.intra_op_num_threads = 1
        self.session = ort.InferenceSession(self.model, options, providers=["CPUExecutionProvider"])
        self.size = int(self.session.get_inputs()[0].shape[2])

    def decode_request(self, request: Request) -> bytes:
        return request["photo"].file.read()

    def batch(self, inputs: list[bytes]) -> list[bytes]:
        return inputs

    def predict(self, inputs: list[bytes]) -> list[dict[str, object]]:
        return [detect(self.session, self.size, body) for body in inputs]

    def unbatch(self, output: list[dict[str, object]]) -> list[dict[str, object]]:
        return output

    def encode_response(self, output: dict[str, object]) -> dict[str, object]:
        return output


if __name__ == "__main__":
    api = Detection(sys.argv[1], max_batch_size=MAX_BATCH, batch_timeout=BATCH_SECONDS)
    server = ls.LitServer(api, accelerator="cpu", workers_per_device=int(sys.argv[3]), timeout=120)
    server.run(host="127.0.0.1", port=int(sys.argv[2]), log_level="warning", generate_client_file=False)
