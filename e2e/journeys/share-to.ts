import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "@playwright/test";
import sharp from "sharp";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const EXAMPLE = join(root, "public/examples/board.webp");
const HEIC = join(root, "server/media/fixtures/quadrants.heic");

/** A part of an example, another for each name: the same photo twice is taken once. */
async function partOf(name: string): Promise<Buffer> {
  const { width = 0, height = 0 } = await sharp(EXAMPLE).metadata();
  const away = [...name].reduce((sum, sign) => sum + sign.charCodeAt(0), 0) % 60;
  return sharp(EXAMPLE)
    .extract({ left: away, top: 0, width: width - away, height })
    .webp()
    .toBuffer();
}

/**
 * Shares photos to the page as Android's share sheet does: a form with several files, posted to the address in the
 * manifest as if a page was opened. A name that ends in `.heic` is one, and says no type, as gallery apps do.
 * @param isOffline posts it once the browser has no connection
 */
export async function shareTo(page: Page, names: readonly string[], isOffline = false): Promise<void> {
  const files = await Promise.all(
    names.map(async (name) => {
      const isHeic = name.endsWith(".heic");
      const content = isHeic ? readFileSync(HEIC) : await partOf(name);
      return { name, type: isHeic ? "" : "image/webp", content: content.toString("base64") };
    }),
  );
  if (isOffline) await page.context().setOffline(true);
  const opened = page.waitForEvent("load");
  await page.evaluate(async (shared) => {
    const link = document.querySelector<HTMLLinkElement>("link[rel=manifest]");
    const known = await fetch(link?.href ?? "").then(
      (answer) => answer.json(),
      () => null,
    );
    const target = known?.share_target ?? {
      action: "/shared",
      method: "POST",
      enctype: "multipart/form-data",
      params: { files: [{ name: "photos" }] },
    };
    const { action, method, enctype, params } = target;
    const form = Object.assign(document.createElement("form"), { action, method, enctype });
    const input = Object.assign(document.createElement("input"), {
      type: "file",
      multiple: true,
      name: params.files[0].name,
    });
    const transfer = new DataTransfer();
    for (const { name, type, content } of shared) {
      const bytes = Uint8Array.from(atob(content), (sign) => sign.charCodeAt(0));
      transfer.items.add(new File([bytes], name, { type }));
    }
    input.files = transfer.files;
    form.append(input);
    document.body.append(form);
    form.submit();
  }, files);
  await opened;
}
