"""The bench's peer: the usual recipe. FastAPI, uvicorn, Pillow and onnxruntime in one process.

    python peer.py serve MODEL.onnx PORT      answers POST /detect (the photo as raw body) and GET /health
    python peer.py bare MODEL.onnx CORES SEC  prints how many photos a second the network alone reaches
"""

import io
import sys
import threading
import time

import numpy as np
import onnxruntime as ort
from PIL import Image, ImageOps

FLOOR = 0.01
CONFIDENCE = 0.25
IOU = 0.45


def letterbox(image: Image.Image, size: int) -> tuple[np.ndarray, float, int, int]:
    scale = size / max(image.size)
    width, height = (max(1, round(edge * scale)) for edge in image.size)
    small = image.resize((width, height), Image.Resampling.BILINEAR)
    square = Image.new("RGB", (size, size), (114, 114, 114))
    pad_x, pad_y = (size - width) // 2, (size - height) // 2
    square.paste(small, (pad_x, pad_y))
    pixels = np.asarray(square, dtype=np.float32).transpose(2, 0, 1)[None] / 255
    return np.ascontiguousarray(pixels), scale, pad_x, pad_y


def suppress(boxes: np.ndarray, scores: np.ndarray, classes: np.ndarray) -> list[int]:
    """Greedy NMS for each class."""
    order = scores.argsort()[::-1]
    area = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    kept: list[int] = []
    while order.size:
        best, rest = order[0], order[1:]
        kept.append(int(best))
        corner = np.maximum(boxes[best, :2], boxes[rest, :2])
        other = np.minimum(boxes[best, 2:], boxes[rest, 2:])
        shared = np.prod(np.clip(other - corner, 0, None), axis=1)
        overlap = shared / (area[best] + area[rest] - shared)
        order = rest[(overlap <= IOU) | (classes[rest] != classes[best])]
    return kept


def detect(session: ort.InferenceSession, size: int, body: bytes) -> dict[str, object]:
    image = ImageOps.exif_transpose(Image.open(io.BytesIO(body))).convert("RGB")
    pixels, scale, pad_x, pad_y = letterbox(image, size)
    output = session.run(["detections"], {session.get_inputs()[0].name: pixels})[0][0]
    best = output[4:].max(axis=0)
    found = np.flatnonzero(best >= CONFIDENCE)
    classes = output[4:, found].argmax(axis=0)
    centre, half = output[:2, found].T, output[2:4, found].T / 2
    pad = np.array([pad_x, pad_y])
    corners = np.concatenate([(centre - half - pad) / scale, (centre + half - pad) / scale], axis=1)
    kept = suppress(corners, best[found], classes)
    return {
        "width": image.width,
        "height": image.height,
        "detections": [
            {"id": int(classes[i]), "score": float(best[found][i]), "box": corners[i].tolist()} for i in kept
        ],
    }


def serve(model: str, port: int) -> None:
    import uvicorn
    from fastapi import FastAPI, Request
    from fastapi.concurrency import run_in_threadpool

    session = ort.InferenceSession(model, providers=["CPUExecutionProvider"])
    size = int(session.get_inputs()[0].shape[2])
    app = FastAPI()

    @app.post("/detect")
    async def answer(request: Request) -> dict[str, object]:
        return await run_in_threadpool(detect, session, size, await request.body())

    @app.get("/health")
    async def health() -> dict[str, bool]:
        return {"ok": True}

    uvicorn.run(app, host="127.0.0.1", port=port, log_level="warning")


def bare(model: str, cores: int, seconds: float) -> None:
    """One session a core, one thread each: the most that these cores can do."""
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    sessions = [ort.InferenceSession(model, options, providers=["CPUExecutionProvider"]) for _ in range(cores)]
    size = int(sessions[0].get_inputs()[0].shape[2])
    pixels = np.full((1, 3, size, size), 114 / 255, dtype=np.float32)
    counts = [0] * cores
    until = time.monotonic() + seconds

    def work(which: int) -> None:
        name = sessions[which].get_inputs()[0].name
        while time.monotonic() < until:
            sessions[which].run(None, {name: pixels})
            counts[which] += 1

    threads = [threading.Thread(target=work, args=(which,)) for which in range(cores)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(sum(counts) / seconds)


if __name__ == "__main__":
    if sys.argv[1] == "serve":
        serve(sys.argv[2], int(sys.argv[3]))
    else:
        bare(sys.argv[2], int(sys.argv[3]), float(sys.argv[4]))
