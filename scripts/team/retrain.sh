#!/usr/bin/env bash
# Makes the next data-set version of all reviewed photos, trains on it, measures and gates: retrain.sh [CONFIG] [EPOCHS] [PUBLISH]
# The model is registered as a candidate whatever the gate says; with PUBLISH "true" it becomes the champion if it passes (later: publish.sh).
# Needs what Forage needs: DATABASE_URL and the file store's settings, and `npm run training:setup` once.
set -euo pipefail
config=${1:-balanced} epochs=${2:-10} promote=()
[ "${3:-false}" != true ] || promote=(--promote)
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
made=$(npx --no-install forage data create | tail -1) # which says itself why it makes none
version=$(node -e '
  const { outcome, version } = JSON.parse(process.argv[1]);
  if (outcome !== "created") process.exit(1);
  process.stdout.write(String(version));' "$made") || {
  echo "Nothing new has been reviewed since the newest version: nothing is trained." >&2
  exit 0
}
echo "Training on data-set version $version" >&2
npx --no-install forage train --version "$version" --config "$config" --epochs "$epochs" \
  --device "${FORAGE_DEVICE:-cpu}" "${promote[@]}"
