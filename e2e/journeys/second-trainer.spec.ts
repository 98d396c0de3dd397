import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { z } from "zod";
import { trainingPython } from "@/scripts/training-python";
import { projectRoot } from "@/server/storage/project-root";
import { expect, test } from "./test";

// Where `training/.venv` is not installed this file is not collected: playwright.config.ts.

const run = promisify(execFile);
const CLASSES = ["apple", "banana", "carrot"];
/** The page rounds edges to whole px and scores to hundredths; parity allows the rest. */
const EDGE_PX = 1.02;
const SCORE = 0.0055;

/** A network of the second trainer with weights that find many boxes, its export, and what its own PyTorch finds in a photo. */
const MAKE = `
import json, sys
from pathlib import Path
import numpy as np, torch
from PIL import Image
from fcos_network_test import lively
from forage_training.export.write_onnx import export
from forage_training.trainers.registry import trainer_named

folder = Path(sys.argv[1])
trainer = trainer_named("fcos")
network = lively(3)
for module in network.head.modules():
    if isinstance(module, torch.nn.Conv2d):
        torch.nn.init.normal_(module.weight, std=0.06)
network.head.classification_head.cls_logits.bias.data.zero_()
network = trainer.for_export(network)
export(network, folder / "out", trainer.about.head, 96)
pixels = np.random.default_rng(5).integers(0, 255, (12, 12, 3), dtype=np.uint8).repeat(8, 0).repeat(8, 1)
Image.fromarray(pixels).save(folder / "photo.png")
with torch.no_grad():
    rows = network(torch.from_numpy(pixels.copy()).permute(2, 0, 1)[None] / 255)[0][0]
print(json.dumps([{"scores": rows[4:, i].tolist(), "box": rows[:4, i].clamp(0, 96).tolist()} for i in range(rows.shape[1])]))
`;
const foundSchema = z.array(z.object({ scores: z.array(z.number()), box: z.array(z.number()) }));

test("a network of the second trainer is exported, brought along and promoted, and finds in the browser what it finds in PyTorch", async ({
  page,
  forage,
  context,
}, info) => {
  test.setTimeout(15 * 60_000);
  page.setDefaultTimeout(60_000);
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const folder = info.outputPath();

  const own = await test.step("it is exported", async () => {
    const training = join(projectRoot(), "training");
    const places = ["src", "tests", "tests/trainers/fcos"].map((name) => join(training, name));
    const { stdout } = await run(trainingPython(projectRoot()) ?? "", ["-c", MAKE, folder], {
      env: { ...process.env, PYTHONPATH: places.join(":"), OMP_NUM_THREADS: "1" },
      maxBuffer: 16_000_000,
    });
    return foundSchema.parse(JSON.parse(stdout.trim().split("\n").at(-1) ?? ""));
  });

  await test.step("its ONNX is brought along and named", async () => {
    await forage.open("/studio/models");
    await page.getByRole("link", { name: "Add your own" }).click();
    const file = page.getByRole("button", { name: "Choose an ONNX file" });
    await file.setInputFiles(join(folder, "out", "model-96.onnx"));
    await expect(page.getByText(/MB, 96 px, output/)).toBeVisible();
    const first = page.getByRole("textbox", { name: "Name of class 0" });
    await page.evaluate((text) => navigator.clipboard.writeText(text), CLASSES.join("\n"));
    await first.focus();
    await page.keyboard.press("Control+v");
    await expect(first).toHaveValue("apple");
    await page.getByRole("textbox", { name: "Name", exact: true }).fill("second");
    await page.getByRole("textbox", { name: "Licence" }).fill("BSD-3-Clause");
    await page.getByRole("button", { name: "Convert and register" }).press("Enter");
    await expect(page.getByText("is registered as a candidate.")).toBeVisible({ timeout: 180_000 });
    await page.getByRole("link", { name: "second/0" }).click();
  });

  await test.step("it is promoted by somebody who says so", async () => {
    await page.getByRole("button", { name: "Promote second/0" }).click();
    await page.getByLabel(/^Why\?/).fill("It knows these squares");
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("checkbox", { name: "Promote it anyway" }).check();
    await dialog.getByRole("button", { name: "Promote", exact: true }).click();
    await expect(dialog).toBeHidden();
  });

  await test.step("the browser's boxes are its own", async () => {
    await forage.open();
    const buffer = await readFile(join(folder, "photo.png"));
    await forage.lookAt("photo.png", { name: "photo.png", mimeType: "image/png", buffer });
    await expect(page.getByRole("button", { name: /: second v0/ })).toBeVisible();
    const shown = await forage.boxesWhen((boxes) => boxes.length >= 3);
    for (const box of shown) {
      const edges = [box.left, box.top, box.left + box.width, box.top + box.height];
      const row = CLASSES.indexOf(box.name.toLowerCase());
      const isOwn = own.some(
        (one) =>
          Math.abs((one.scores[row] ?? Number.NaN) - (box.score ?? 0)) <= SCORE &&
          one.box.every((edge, i) => Math.abs(edge - (edges[i] ?? Number.NaN)) <= EDGE_PX),
      );
      expect(isOwn, `${JSON.stringify(box)} is none of its own`).toBe(true);
    }
  });
});
