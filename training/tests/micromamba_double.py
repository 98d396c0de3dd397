"""Stands in for micromamba and the pip that it runs: answers what Metaflow asks of them when a flow is compiled.

It solves nothing and fetches nothing: what is asked for in one version is "found" in that version, as an empty
file. So it shows that Metaflow accepts each step's packages and puts them into what it compiles, not that they fit
together. Started as a program, with its folder in ``MICROMAMBA_DOUBLE``.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

INDEX = "https://index.invalid"
"""No place: a look at it would fail."""


def option(words: list[str], name: str) -> str:
    """The value behind ``--name``, or after ``--name=``."""
    return next((w.partition("=")[2] or words[i + 1] for i, w in enumerate(words) if w.partition("=")[0] == name), "")


def wheel(name: str, version: str) -> str:
    """The file that a package is."""
    return f"{name.replace('-', '_')}-{version}-py3-none-any.whl"


def pip(prefix: Path, words: list[str]) -> None:
    """What Metaflow has pip do inside an environment."""
    named = [word for word in words if "==" in word and not word.startswith("-")]
    if "--report" in {word.partition("=")[0] for word in words}:
        urls = [f"{INDEX}/{wheel(*word.split('=='))}" for word in named]
        found = {"install": [{"download_info": {"url": url}} for url in urls]}
        Path(option(words, "--report")).write_text(json.dumps(found))
    elif "download" in words:
        wheels = prefix / ".pip" / "wheels"
        wheels.mkdir(parents=True, exist_ok=True)
        for url in (word for word in words if word.startswith(INDEX)):
            (wheels / Path(urlsplit(url).path).name).touch()


def answer(folder: Path, words: list[str]) -> Any:
    """What micromamba prints, if anything."""
    environments, packages = folder / "envs", folder / "pkgs"
    if words[:2] == ["config", "list"]:
        return {"channels": [], "envs_dirs": [str(environments)], "pkgs_dirs": [str(packages)], "platform": "linux-64"}
    if words[:2] == ["env", "list"]:
        return {"envs": [str(one) for one in environments.glob("metaflow/*/*")]}
    if words[0] == "list":
        return [{"name": "python", "version": f"{sys.version_info.major}.{sys.version_info.minor}.0"}]
    if words[0] == "run":
        return pip(Path(option(words, "--prefix")), words)
    urls = [word for word in words if word.startswith(INDEX)]
    if "--dry-run" in words:
        named = [word for word in words if "==" in word and not word.startswith("-")]
        return {"actions": {"LINK": [{"url": f"{INDEX}/{name.replace('==', '-')}.conda"} for name in named]}}
    for url in urls if "--download-only" in words else []:
        packages.mkdir(parents=True, exist_ok=True)
        (packages / Path(urlsplit(url).path).name).touch()
    if "--download-only" not in words:
        Path(option(words, "--prefix")).mkdir(parents=True, exist_ok=True)
    return {}


if __name__ == "__main__":
    said = answer(Path(os.environ["MICROMAMBA_DOUBLE"]), sys.argv[1:])
    if said is not None:
        print(json.dumps(said))
