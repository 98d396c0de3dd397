import json
from pathlib import Path

from forage_training.flow.release import anchors_of, write_repository


def model_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "model"
    folder.mkdir()
    classes = [{"id": i, "name": f"class {i}"} for i in range(3)]
    manifest = {"name": "forage-n", "version": 4, "inputSize": 320, "featureLength": 256, "classes": classes}
    (folder / "manifest.json").write_text(json.dumps(manifest))
    (folder / "model-320.onnx").write_bytes(b"onnx")
    return folder


def test_a_triton_repository_has_config_labels_and_the_version(tmp_path: Path) -> None:
    place = tmp_path / "repository"
    files = write_repository(model_folder(tmp_path), str(place), tmp_path / "scratch")
    assert files == [
        "forage-n-inference-service.yaml",
        "forage-n/4/model.onnx",
        "forage-n/config.pbtxt",
        "forage-n/labels.txt",
    ]
    config = (place / "forage-n" / "config.pbtxt").read_text()
    assert "dims: [ 1, 3, 320, 320 ]" in config
    assert "dims: [ 1, 7, 2100 ]" in config  # 4 + 3 classes; 40² + 20² + 10² anchors
    assert (place / "forage-n" / "labels.txt").read_text() == "class 0\nclass 1\nclass 2\n"


def test_a_second_version_lies_beside_the_first(tmp_path: Path) -> None:
    place = tmp_path / "repository"
    folder = model_folder(tmp_path)
    write_repository(folder, str(place), tmp_path / "scratch")
    manifest = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps({**manifest, "version": 5}))
    write_repository(folder, str(place), tmp_path / "scratch")
    assert {p.name for p in (place / "forage-n").iterdir() if p.is_dir()} == {"4", "5"}


def test_anchors_of_three_strides() -> None:
    assert anchors_of(64) == 8 * 8 + 4 * 4 + 2 * 2
