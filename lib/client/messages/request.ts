import { getRequestConfig } from "next-intl/server";

/** One language for now; texts go through the catalogue so that a second one is just one more file. */
export default getRequestConfig(async () => ({
  locale: "en",
  timeZone: "UTC",
  messages: (await import("./en.json", { with: { type: "json" } })).default,
}));
