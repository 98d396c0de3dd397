#!/usr/bin/env bash
# Makes training/.venv with the pinned packages of training/requirements.lock (about 3 GB to download on Linux).
# The lock holds OpenCV without its windows, which needs no graphics libraries of the system; hence --no-deps.
# With "--light" training/.venv-light instead: light.lock with its hashes, all that needs no PyTorch.
# With "--evidently" training/.venv-evidently alone: evidently.lock with its hashes, for its report on what drifts.
# With "--alibi" training/.venv-alibi alone: alibi.lock with its hashes, for Alibi Detect's outliers.
# With "--notebook" also training/.venv-notebook, with JupyterLab.
# With "--tracker mlflow" (clearml, wandb, comet) also training/.venv-mlflow: the same packages and the tracker's own.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../training"

# The package is read where it lies; nothing is built.
add_package() {
  local packages
  packages=$("$1" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
  echo "$PWD/src" >"$packages/forage_training.pth"
}

find_python() {
  local candidate
  for candidate in "${PYTHON:-}" python3.11 python3.12 python3; do
    if [ -n "$candidate" ] && command -v "$candidate" >/dev/null 2>&1 &&
      "$candidate" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 12))'; then
      echo "$candidate"
      return
    fi
  done
  echo "Training needs Python 3.11 or 3.12. Install one, or name it: PYTHON=/path/to/python3.12 npm run training:setup" >&2
  return 1
}

python=$(find_python)

# An environment of one lock with hashes, and of nothing else.
make_alone() {
  local own=$1 lock=$2 stamp=$1/$(basename "$2")
  if [ -x "$own/bin/python" ] && cmp -s "$lock" "$stamp"; then
    echo "training/$own is up to date."
    return
  fi
  [ -x "$own/bin/python" ] || "$python" -m venv "$own"
  rm -f "$stamp" # until all is there, it counts as not made
  # uv fetches side by side, which pip does not
  "$own/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes --requirement installer.lock
  "$own/bin/uv" pip sync --quiet --require-hashes --python "$own/bin/python" "$lock"
  add_package "$own/bin/python"
  cp "$lock" "$stamp"
  echo "training/$own is ready: $3."
}

if [ "${1:-}" = "--light" ]; then
  make_alone .venv-light light.lock "all but training itself"
  exit
fi
if [ "${1:-}" = "--evidently" ]; then
  make_alone .venv-evidently src/forage_training/monitoring/evidently.lock "Evidently's report on what drifts"
  exit
fi

if [ "${1:-}" = "--alibi" ]; then
  make_alone .venv-alibi src/forage_training/monitoring/alibi.lock "Alibi Detect's outliers"
  exit
fi

stamp=.venv/requirements.lock
if [ -x .venv/bin/python ] && cmp -s requirements.lock "$stamp"; then
  echo "training/.venv is up to date."
else
  [ -x .venv/bin/python ] || "$python" -m venv .venv
  .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --requirement requirements.lock
  .venv/bin/python -c 'import torch, ultralytics, onnxruntime; print("torch", torch.__version__, "ultralytics", ultralytics.__version__)'
  add_package .venv/bin/python
  cp requirements.lock "$stamp"
  echo "training/.venv is ready. Its tests: training/.venv/bin/python -m pytest training"
fi

# An environment beside training/.venv: what training needs is read from there, and only these packages are installed here.
make_beside() {
  local own=$1 lock=$2 packages
  [ -x "$own/bin/python" ] || "$python" -m venv "$own"
  packages=$("$own/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
  .venv/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))' >"$packages/training.pth"
  add_package "$own/bin/python"
  "$own/bin/python" -m pip install --quiet --disable-pip-version-check --requirement "$lock"
}

if [ "${1:-}" = "--tracker" ]; then
  tracker=${2:-}
  lock=src/forage_training/trackers/$tracker/requirements.lock
  if [ -z "$tracker" ] || [ ! -f "$lock" ]; then
    echo "No tracker is called \"$tracker\"; there are: $(cd src/forage_training/trackers && dirname ./*/requirements.lock | sed 's,^\./,,' | paste -sd' ')" >&2
    exit 1
  fi
  make_beside ".venv-$tracker" "$lock"
  echo "training/.venv-$tracker is ready: choose the tracker $tracker for a run."
fi

if [ "${1:-}" = "--notebook" ]; then
  make_beside .venv-notebook src/forage_training/tools/notebook.lock
  echo "training/.venv-notebook is ready. A run's notebook, in training: .venv/bin/python -m forage_training.tools.notebook RUN_FOLDER"
fi
