#!/usr/bin/env bash
# Checks a labelled set and writes what was found as Markdown: data-check.sh SET REPORT.md
# Exit 0 without errors, 1 with errors, 2 when the set could not be read (REPORT then says why).
set -euo pipefail
set_folder=$(realpath "$1") report=$(realpath -m "$2")
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
out=$(mktemp) problems=$(mktemp)
trap 'rm -f "$out" "$problems"' EXIT
status=0
npx --no-install forage data check "$set_folder" >"$out" 2>"$problems" || status=$?
if npx --no-install tsx scripts/team/data-check-report.ts "$out" >"$report" 2>/dev/null; then
  exit "$status"
fi
{ echo "## Data check"; echo; echo "The set could not be read:"; echo; sed 's/^/    /' "$problems" | tail -20; } >"$report"
exit 2
