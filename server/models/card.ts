import { z } from "zod";
import type { ModelClass, ModelManifest } from "@/lib/contracts/model-manifest";

/** One data set in `training/src/forage_training/base_model/attribution.json`. */
export const attributionSchema = z.record(
  z.string(),
  z.object({
    title: z.string(),
    what: z.string().default(""),
    source: z.string(),
    licence: z.string(),
    changes: z.string().default(""),
    fetch: z.string().default(""),
  }),
);
export type Attribution = z.infer<typeof attributionSchema>;

const KIND_TITLES = { ingredient: "Ingredients", dish: "Dishes", leaf: "Leaves" } as const;

const points = (value: number) => (100 * value).toFixed(1);

function metricsSection({ metrics }: ModelManifest): string {
  const sets = Object.entries(metrics);
  if (sets.length === 0) return "Not measured yet: `npx forage eval DIR --model ID --write-metrics`.";
  // of versions that were measured before F1 was
  const hasF1 = sets.some(([, m]) => m.f1);
  const f1Of = (m: ModelManifest["metrics"][string]) => (m.f1 ? ` ${points(m.f1.value)} |` : " – |");
  const rows = sets.map(
    ([name, m]) =>
      `| ${name} | ${m.photos} | ${points(m.map50)} | ${points(m.map50_95)} |${hasF1 ? f1Of(m) : ""} ${Object.keys(m.ap50ByClass).length} |`,
  );
  const head = [
    `| test set | photos | mAP50 | mAP50-95 |${hasF1 ? " F1 |" : ""} classes |`,
    `|---|---|---|---|${hasF1 ? "---|" : ""}---|`,
  ];
  const confidences = [...new Set(sets.flatMap(([, m]) => (m.f1 ? [m.f1.confidence] : [])))];
  const about = hasF1
    ? `\n\nF1 is over all boxes that are shown from confidence ${confidences.join(", ")} on.`
    : "";
  const spot = sets.some(([, m]) => m.photos < 30) ? "\n\nSets under 30 photos are spot checks." : "";
  return `${[...head, ...rows].join("\n")}${about}${spot}`;
}

/** The ten classes with the lowest AP50, over all sets. */
function weakestSection({ metrics }: ModelManifest): string {
  const all = Object.entries(metrics).flatMap(([set, m]) =>
    Object.entries(m.ap50ByClass).map(([name, ap]) => ({ set, name, ap })),
  );
  const weakest = all.toSorted((a, b) => a.ap - b.ap).slice(0, 10);
  if (weakest.length === 0) return "";
  const rows = weakest.map(({ set, name, ap }) => `| ${name} | ${set} | ${points(ap)} |`);
  return `## Weakest classes\n\n${["| class | test set | AP50 |", "|---|---|---|", ...rows].join("\n")}\n`;
}

function classesSection(classes: readonly ModelClass[]): string {
  return (["ingredient", "dish", "leaf"] as const)
    .flatMap((kind) => {
      const names = classes.filter((one) => one.kind === kind).map((one) => one.displayName);
      return names.length > 0 ? [`**${KIND_TITLES[kind]}** (${names.length}): ${names.join("; ")}.`] : [];
    })
    .join("\n\n");
}

function dataSection({ dataSets }: ModelManifest, attribution: Attribution): string {
  const sets = Object.keys(dataSets).length > 0 ? Object.keys(dataSets) : Object.keys(attribution);
  if (sets.length === 0) return "Not recorded.";
  return sets
    .map((set) => {
      const about = attribution[set];
      const hash = dataSets[set] ? `Content hash \`${dataSets[set]}\`.` : "";
      if (!about) return `### ${set}\n\n${hash}`;
      const lines = [
        about.what,
        `Source: ${about.source}. Licence: ${about.licence}.`,
        about.changes && `Changes: ${about.changes}`,
        about.fetch && `Fetch your own: ${about.fetch}`,
        hash,
      ];
      return `### ${about.title}\n\n${lines.filter(Boolean).join("\n\n")}`;
    })
    .join("\n\n");
}

/** The measured rules that stand between its scores and what a page shows. */
function readingSection({ reading }: ModelManifest): string {
  if (!reading) return "";
  const { scene, naming, words, confidence } = reading;
  const { chosen, usual, costOfWrong } = confidence;
  const part = (some: number, all: number) => (all === 0 ? "none" : `${some} of ${all}`);
  const quiet = ({ noFood = 0, noFoodShown = 0 }: typeof chosen) =>
    noFood === 0 ? "" : `, something shown on ${part(noFoodShown, noFood)} photos without food`;
  const line = (one: typeof chosen) =>
    `${part(one.right, one.shown)} names right, ${part(one.found, one.foods)} foods found${quiet(one)}`;
  const rows = words.sets.map(
    (one) =>
      `| ${one.set} | ${one.boxes} | ${points(one.right)} | ${points(one.before)} | ${points(one.after)} | ${part(one.sureRight, one.sure)} |`,
  );
  return `## What is shown of it

Measured with \`npx forage calibrate --foods\` on photos of the split "${reading.split}"; each set judged by a rule that the other sets made.

- **Default threshold ${chosen.confidence}**, where a wrong food costs as much as ${costOfWrong} missed ones: ${line(chosen)}; at ${usual.confidence}: ${line(usual)}.
- **Some food, which?** Below a likelihood of ${naming.from} a food gets no name. That takes away ${part(naming.wrongUnnamed, naming.wrong)} wrong names and ${part(naming.hiddenUnnamed, naming.hidden)} given to foods of hidden classes (${naming.hiddenFoods} foods), and costs ${part(naming.rightLost, naming.right)} right ones.
- **The scene** (weight ${scene.weight}): boxes of the other kind on ${scene.photos} photos of food or of leaves alone ${scene.wrongKindBefore}, then ${scene.wrongKindAfter}; ${part(scene.rightLost, scene.rightBefore)} right boxes lost.
- **Words.** ${words.hold ? 'Names are called "sure", "likely" or "maybe".' : "The three words did not hold in every set: scores are shown."}

How often the labels name what a box of a food says, and the mean distance between what is said and what happens, in points:

${['| set | boxes | named rightly | scores | likelihoods | "sure" and right |', "|---|---|---|---|---|---|", ...rows].join("\n")}

`;
}

/** The model's readable card, from its manifest and the attribution of the data it learnt from. */
export function modelCard(manifest: ModelManifest, attribution: Attribution): string {
  const bytes = (role: string) =>
    manifest.files.filter((file) => file.role.startsWith(role)).reduce((sum, file) => sum + file.bytes, 0);
  const megabytes = (count: number) => `${(count / 1e6).toFixed(1)} MB`;
  return `# ${manifest.id}

${manifest.architecture}, ${manifest.inputSize} px, ${manifest.classes.length} classes. Licence: ${manifest.licence}.
Made ${manifest.createdAt.slice(0, 10)}.

One set of weights in two forms: \`model-${manifest.inputSize}.onnx\` (${megabytes(bytes("onnx"))}) for the server and
\`tfjs/model.json\` with its shards (${megabytes(bytes("tfjs"))}, half precision without loss) for the browser. Input is a
photo letterboxed to ${manifest.inputSize} × ${manifest.inputSize} px, RGB in 0..1; output is one box and a score per class for each anchor${
    manifest.featureLength > 0
      ? `,\nand a feature vector of ${manifest.featureLength} numbers for the whole photo`
      : ""
  }. Shown by default from confidence ${manifest.defaults.confidence}, with overlaps above IoU ${manifest.defaults.iou} merged.

## How good it is

Measured with \`npx forage eval\` on each set's own test split, with the pipeline that ships; COCO's definition (101
recall points, at most 300 detections a photo).

${metricsSection(manifest)}

${weakestSection(manifest)}
${readingSection(manifest)}## What it knows

${classesSection(manifest.classes)}

It names only these. Anything else is missed or taken for the nearest of them, and most training photos show one
kind of food at a time: crowded scenes are harder. What it says of a leaf is a hint, not a diagnosis.

## What it learnt from

${dataSection(manifest, attribution)}
`;
}
