#!/usr/bin/env bash
# Gates a candidate against the champion on the frozen sets and makes it the champion if it passes: publish.sh NAME/VERSION REASON
# Exit 3 when it is rejected, 4 when there are too few photos to tell: nothing is changed then.
set -euo pipefail
candidate=$1 reason=$2
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
npx --no-install forage model gate "$candidate"
npx --no-install forage model promote "$candidate" --why "$reason"
