import type { ModelManifest } from "@/lib/contracts/model-manifest";

const START = "<!-- model figures: npm run readme:figures -->";
const END = "<!-- end of model figures -->";

const points = (fraction: number) => (100 * fraction).toFixed(1);
const megabytes = (bytes: number) => (bytes / 1e6).toFixed(1);

/** The model's facts and its table of test sets, as Markdown. Only what the manifest says. */
export function modelFigures(manifest: ModelManifest): string {
  const bytesOf = (roles: readonly string[]) =>
    manifest.files.filter((file) => roles.includes(file.role)).reduce((total, file) => total + file.bytes, 0);
  const count = (kind: string) => manifest.classes.filter((one) => one.kind === kind).length;
  const sets = Object.entries(manifest.metrics);
  const facts =
    `\`${manifest.id}\`: ${manifest.architecture} at ${manifest.inputSize} px, ${manifest.classes.length} classes ` +
    `(${count("ingredient")} ingredients, ${count("dish")} dishes, ${count("leaf")} leaves), ` +
    `${megabytes(bytesOf(["tfjs-graph", "tfjs-shard"]))} MB for the browser, ${megabytes(bytesOf(["onnx"]))} MB ONNX for the server.`;
  // of a version that was measured before F1 was
  const hasF1 = sets.some(([, set]) => set.f1);
  const table = [
    `| test set | photos | mAP50 | mAP50-95 |${hasF1 ? " F1 |" : ""}`,
    `|---|---|---|---|${hasF1 ? "---|" : ""}`,
    ...sets.map(([name, { photos, map50, map50_95, f1 }]) => {
      const shown = hasF1 ? ` ${f1 ? points(f1.value) : "–"} |` : "";
      return `| ${name} | ${photos} | ${points(map50)} | ${points(map50_95)} |${shown}`;
    }),
  ];
  const card = `The [model card](models/${manifest.id}/card.md) has the classes, the weakest ones and the sources.`;
  return [facts, "", ...(sets.length > 0 ? [...table, ""] : []), card].join("\n");
}

/** Puts the figures between the markers. @throws RangeError when the text has no markers */
export function replaceFigures(text: string, figures: string): string {
  const from = text.indexOf(START);
  const to = text.indexOf(END);
  if (from < 0 || to < from) throw new RangeError("the markers of the model figures are missing");
  return `${text.slice(0, from + START.length)}\n${figures}\n${text.slice(to)}`;
}
