#!/usr/bin/env bash
# One stage of scripts/team/dvc.yaml; each writes one file: dvc-stage.sh version SET OUT | train VERSION CONFIG EPOCHS OUT | eval SET RUN OUT
set -euo pipefail
forage() { (cd "$(dirname "${BASH_SOURCE[0]}")/../.." && npx --no-install forage "$@"); }
field() { node -e 'process.stdout.write(String(JSON.parse(require("node:fs").readFileSync(process.argv[1], "utf8"))[process.argv[2]]))' "$1" "$2"; }
stage=$1
shift
case "$stage" in
  version)
    set_folder=$(realpath "$1") out=$(realpath -m "$2")
    # known photos take the set's labels, so that a mended label reaches the next version
    forage data import "$set_folder" --source "$(basename "$set_folder")" --known-photos replace --shared >/dev/null
    forage data create --note "$(basename "$set_folder")" | tail -1 >"$out.part"
    [ "$(field "$out.part" version)" != null ] || { cat "$out.part" >&2; exit 1; }
    # the check's id differs each time: what follows depends on the version alone
    printf '{ "version": %s }\n' "$(field "$out.part" version)" >"$out"
    rm "$out.part"
    ;;
  train)
    version=$(realpath "$1") config=$2 epochs=$3 out=$(realpath -m "$4")
    case "$config" in *.json) config=$(realpath "$config") ;; esac
    forage train --version "$(field "$version" version)" --config "$config" --epochs "$epochs" \
      --device "${FORAGE_DEVICE:-cpu}" --json | tail -1 >"$out"
    ;;
  eval)
    set_folder=$(realpath "$1") run=$(realpath "$2") out=$(realpath -m "$3")
    forage eval "$set_folder" --split test --model "$(field "$run" model)" --json | tail -1 >"$out"
    ;;
  *)
    echo "dvc-stage.sh knows version, train and eval." >&2
    exit 2
    ;;
esac
