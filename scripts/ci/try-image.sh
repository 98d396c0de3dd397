#!/usr/bin/env bash
# Starts a built image as docs/deploy.md does, read-only and without rights, beside a PostgreSQL, and waits until it is ready: try-image.sh IMAGE
set -euo pipefail
image=$1
network=forage-try-$$
clean() {
  docker rm --force "$network-app" "$network-database" >/dev/null 2>&1 || true
  docker network rm "$network" >/dev/null 2>&1 || true
}
trap clean EXIT
docker network create "$network" >/dev/null
docker run --detach --name "$network-database" --network "$network" --env POSTGRES_PASSWORD=forage postgres:18 >/dev/null
for _ in $(seq 30); do
  docker exec "$network-database" pg_isready --username postgres --host 127.0.0.1 >/dev/null && break
  sleep 1
done
docker run --detach --name "$network-app" --network "$network" --read-only --cap-drop ALL --security-opt no-new-privileges \
  --tmpfs /tmp --tmpfs /forage/.next/cache:uid=1000 --tmpfs /data:uid=1000 \
  --env DATABASE_URL="postgres://postgres:forage@$network-database/postgres" \
  --env FORAGE_PUBLIC_URL=https://forage.example --env FORAGE_SECRET="$(head -c 32 /dev/urandom | base64)" "$image" >/dev/null
for _ in $(seq 60); do
  state=$(docker inspect --format '{{.State.Status}} {{.State.Health.Status}}' "$network-app")
  echo "$state"
  case "$state" in
    "running healthy") exit 0 ;;
    exited*) break ;;
  esac
  sleep 3
done
docker logs "$network-app" >&2
exit 1
