#!/usr/bin/env bash
# Gates a candidate against the champion and makes it the champion if it passes: publish.sh NAME/VERSION REASON SET...
# SET: folders with frozen test photos, such as those that `forage data export` writes to sets/.
# Exit 3 when it is rejected, 4 when there are too few photos to tell: nothing is changed then.
set -euo pipefail
if [ $# -lt 3 ]; then
  echo "Usage: publish.sh NAME/VERSION REASON SET..." >&2
  exit 2
fi
candidate=$1 reason=$2
shift 2
sets=()
for set_folder in "$@"; do sets+=("$(realpath "$set_folder")"); done
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
npx --no-install forage model gate "$candidate" --sets "${sets[@]}"
npx --no-install forage model promote "$candidate" --why "$reason"
