import json

from forage_training.tools.make_notebook import CELLS, OUT, execute, parts


def test_the_notebook_that_ships_is_executed_and_has_these_cells() -> None:
    notebook = json.loads(OUT.read_text(encoding="utf-8"))
    shipped = [(c["cell_type"], "".join(c["source"])) for c in notebook["cells"]]
    assert shipped == parts(CELLS.read_text(encoding="utf-8"))
    code = [c for c in notebook["cells"] if c["cell_type"] == "code"]
    assert [c["execution_count"] for c in code] == list(range(1, len(code) + 1))
    kinds = [output["output_type"] for c in code for output in c["outputs"]]
    assert kinds.count("display_data") >= 3
    assert "error" not in kinds


def test_a_cells_prints_and_last_value_are_its_outputs() -> None:
    said, value = execute("print('a')\n1 + 1", {}, 1)
    assert said["text"] == ["a\n"]
    assert value["data"]["text/plain"] == ["2"]
