import type { MetadataRoute } from "next";
import { getTranslations } from "next-intl/server";
import { SHARE_TARGET, SHARED_FIELD } from "@/lib/client/offline/shared-photos";

const icon = (file: string, sizes: string, purpose: "any" | "maskable") =>
  ({ src: `/icons/${file}.png`, sizes, type: "image/png", purpose }) as const;

/** What a phone or computer installs. A photo shared to it stays on the device: `lib/client/offline/shared-photos.ts`. */
export default async function manifest(): Promise<MetadataRoute.Manifest> {
  const [app, shell] = [await getTranslations("app"), await getTranslations("shell")];
  return {
    id: "/",
    name: app("name"),
    short_name: app("name"),
    description: app("description"),
    start_url: "/",
    scope: "/",
    display: "standalone",
    background_color: "#fbfaf7",
    theme_color: "#fbfaf7",
    categories: ["food", "photo"],
    icons: [
      icon("forage-192", "192x192", "any"),
      icon("forage-512", "512x512", "any"),
      icon("forage-maskable-512", "512x512", "maskable"),
    ],
    shortcuts: [
      { name: shell("recipes"), url: "/recipes" },
      { name: shell("library"), url: "/library" },
      { name: shell("plants"), url: "/plants" },
    ],
    share_target: {
      action: SHARE_TARGET,
      method: "POST",
      enctype: "multipart/form-data",
      params: { files: [{ name: SHARED_FIELD, accept: ["image/*", ".heic", ".heif", ".tif", ".tiff"] }] },
    },
  };
}
