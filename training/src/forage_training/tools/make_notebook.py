"""Executes the notebook over a run and stores it with its outputs, pictures included.

    python -m forage_training.tools.make_notebook --run RUN_FOLDER [--out inspect_run.ipynb]

The cells are in ``notebook_cells``, separated by ``# %%``. They are executed here, one after the other in one
namespace, as in a notebook, so making the file needs no Jupyter; any Jupyter can open and run it again.
"""

from __future__ import annotations

import argparse
import ast
import base64
import contextlib
import io
import json
import os
from pathlib import Path
from typing import Any

os.environ.setdefault("MPLBACKEND", "Agg")

CELLS = Path(__file__).with_name("notebook_cells.py")
OUT = Path(__file__).with_name("inspect_run.ipynb")


def parts(text: str) -> list[tuple[str, str]]:
    """Cells of a file as (kind, source); a cell with only comments is text for people."""
    found = []
    for part in text.split("# %%")[1:]:
        source = part.strip("\n ")
        lines = source.splitlines()
        if all(line.startswith("#") or not line for line in lines):
            found.append(("markdown", "\n".join(line.removeprefix("#").removeprefix(" ") for line in lines)))
        else:
            found.append(("code", source))
    return found


def figures() -> list[dict[str, Any]]:
    """Open figures as outputs, closed afterwards."""
    import matplotlib.pyplot as plt

    outputs = []
    for number in plt.get_fignums():
        picture = io.BytesIO()
        plt.figure(number).savefig(picture, format="png", dpi=72, bbox_inches="tight")
        data = {"image/png": base64.b64encode(picture.getvalue()).decode(), "text/plain": ["<Figure>"]}
        outputs.append({"output_type": "display_data", "data": data, "metadata": {}})
    plt.close("all")
    return outputs


def execute(source: str, namespace: dict[str, Any], count: int) -> list[dict[str, Any]]:
    """Runs one cell; its prints, its last expression and its figures are its outputs."""
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    said = io.StringIO()
    value = None
    with contextlib.redirect_stdout(said):
        exec(compile(tree, "<cell>", "exec"), namespace)
        if isinstance(last, ast.Expr):
            value = eval(compile(ast.Expression(last.value), "<cell>", "eval"), namespace)
    outputs: list[dict[str, Any]] = []
    if said.getvalue():
        outputs.append({"output_type": "stream", "name": "stdout", "text": said.getvalue().splitlines(keepends=True)})
    outputs += figures()
    if value is not None:
        data = {"text/plain": repr(value).splitlines(keepends=True)}
        outputs.append({"output_type": "execute_result", "execution_count": count, "data": data, "metadata": {}})
    return outputs


def make_notebook(run: Path) -> dict[str, Any]:
    """The executed notebook as nbformat 4.5."""
    os.environ["FORAGE_RUN"] = str(run.resolve())
    namespace: dict[str, Any] = {"__name__": "__main__"}
    cells = []
    count = 0
    for i, (kind, source) in enumerate(parts(CELLS.read_text(encoding="utf-8"))):
        cell: dict[str, Any] = {
            "id": f"cell-{i}",
            "cell_type": kind,
            "metadata": {},
            "source": source.splitlines(keepends=True),
        }
        if kind == "code":
            count += 1
            cell |= {"execution_count": count, "outputs": execute(source, namespace, count)}
        cells.append(cell)
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--run", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=OUT)
    args = parser.parse_args()
    text = json.dumps(make_notebook(args.run), indent=1, ensure_ascii=False)
    args.out.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
