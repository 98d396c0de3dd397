import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "@playwright/test";
import tailwind from "@tailwindcss/postcss";
import { build } from "esbuild";
import postcss from "postcss";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const require = createRequire(import.meta.url);

/** Nothing listens there: every request is answered from memory. */
export const HARNESS_ORIGIN = "http://editor.test";

export interface EditorHarness {
  readonly script: string;
  readonly style: string;
}

/** Bundles the editor alone, with the app's own style sheet: no server, no model. */
export async function buildEditorHarness(): Promise<EditorHarness> {
  const bundle = await build({
    entryPoints: [join(root, "e2e/editor-harness.tsx")],
    bundle: true,
    write: false,
    format: "esm",
    jsx: "automatic",
    tsconfig: join(root, "tsconfig.json"),
    define: { "process.env.NODE_ENV": '"production"', "process.env": "{}" },
    logLevel: "error",
  });
  const from = join(root, "app/globals.css");
  const sheet = `${await readFile(from, "utf8")}\n@source "../e2e/editor-harness.tsx";`;
  const style = await postcss([tailwind()]).process(sheet, { from });
  return { script: bundle.outputFiles[0]?.text ?? "", style: style.css };
}

const PAGE = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Editor</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="stylesheet" href="/style.css"></head>
<body><div id="root"></div><script type="module" src="/script.js"></script></body></html>`;

/** Opens the harness. @param query size of the photo, number of boxes, theme: see `editor-harness.tsx` */
export async function openEditor(page: Page, harness: EditorHarness, query = ""): Promise<void> {
  const fonts = dirname(require.resolve("@fontsource-variable/inter/package.json"));
  await page.route(`${HARNESS_ORIGIN}/**`, async (route) => {
    const { pathname } = new URL(route.request().url());
    if (pathname === "/") await route.fulfill({ contentType: "text/html", body: PAGE });
    else if (pathname === "/script.js")
      await route.fulfill({ contentType: "text/javascript", body: harness.script });
    else if (pathname === "/style.css") await route.fulfill({ contentType: "text/css", body: harness.style });
    else if (pathname.endsWith(".woff2"))
      await route.fulfill({ path: join(fonts, "files", basename(pathname)) });
    else await route.fulfill({ status: 404, body: "" });
  });
  await page.goto(`${HARNESS_ORIGIN}/?${query}`);
  await page.locator("canvas").first().waitFor();
  await page.waitForFunction(() => window.editor.getState().stageSize.width > 0);
}
