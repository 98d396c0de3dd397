# Forage for a server: the pages, the jobs' worker and the command line; FORAGE_ROLE says which of the first two run. Build it in this folder:
#
#     docker build -t forage .
#
# docs/deploy.md says how it is run: it needs PostgreSQL, and a folder or an object store for files.
FROM node:22-bookworm-slim AS build
WORKDIR /forage
COPY package.json package-lock.json .npmrc ./
RUN npm ci --include=dev --no-audit --no-fund
COPY . .
RUN npm run build && npm prune --omit=dev --no-audit --no-fund \
    && rm -rf .next/cache

FROM node:22-bookworm-slim
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends tini \
    && rm -rf /var/lib/apt/lists/* \
    && mkdir /data && chown 1000:1000 /data
WORKDIR /forage
COPY --from=build /forage ./
ENV NODE_ENV=production \
    NEXT_TELEMETRY_DISABLED=1 \
    FORAGE_DATA_DIR=/data \
    HOST=0.0.0.0 \
    PORT=3000 \
    FORAGE_DRAIN_SECONDS=10
USER 1000:1000
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=3 \
    CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health/ready`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["/usr/bin/tini", "--"]
# one process, which hears the signal: it drains, and finishes what it has begun
CMD ["node", "--import", "tsx", "server/start.ts"]
