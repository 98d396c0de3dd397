import { NextIntlClientProvider } from "next-intl";
import { createRoot } from "react-dom/client";
import { EditorStage } from "@/components/editor/editor-stage";
import { ToolBar } from "@/components/editor/tool-bar";
import { classColour } from "@/components/ui/class-colour";
import { TooltipProvider } from "@/components/ui/tooltip";
import { createEditorStore, type EditorStore } from "@/lib/client/editor/editor-store";
import messages from "@/lib/client/messages/en.json";
import type { ModelClass } from "@/lib/contracts/model-manifest";
import type { Detection } from "@/lib/core/detection/types";

declare global {
  interface Window {
    editor: EditorStore;
    /** Milliseconds between painted frames since the last call. */
    frameTimes: () => number[];
  }
}

const NAMES = [
  "Apple",
  "Banana",
  "Bell pepper",
  "Carrot",
  "Tomato",
  "Lemon",
  "Aubergine",
  "Spring onion",
  "Sweet potato",
  "Cucumber",
  "Broccoli",
  "Mushroom",
  "Strawberry",
  "Bread",
  "Rice",
];
const CLASSES: ModelClass[] = [
  ...NAMES.map((name, id) => ({ id, name, displayName: name, kind: "ingredient" as const, synonyms: [] })),
  {
    id: 15,
    name: "Tomato leaf early blight",
    displayName: "Tomato · early blight",
    kind: "leaf" as const,
    synonyms: [],
  },
];

const query = new URLSearchParams(location.search);
const photo = { width: Number(query.get("w") ?? 1200), height: Number(query.get("h") ?? 800) };
const count = Number(query.get("boxes") ?? 6);
const isDark = query.get("theme") === "dark";
document.documentElement.dataset.theme = isDark ? "dark" : "light";

/** The same pseudo-random numbers on every run. */
function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) % 4294967296;
    return state / 4294967296;
  };
}

function detections(): Detection[] {
  const next = sequence(7);
  const columns = Math.ceil(Math.sqrt(count * (photo.width / photo.height)));
  const rows = Math.ceil(count / columns);
  const [cellWidth, cellHeight] = [photo.width / columns, photo.height / rows];
  return Array.from({ length: count }, (_, candidate) => {
    const x1 = ((candidate % columns) + 0.1 + next() * 0.15) * cellWidth;
    const y1 = (Math.floor(candidate / columns) + 0.15 + next() * 0.15) * cellHeight;
    const [width, height] = [cellWidth * (0.5 + next() * 0.3), cellHeight * (0.4 + next() * 0.3)];
    const classId = Math.floor(next() * CLASSES.length);
    return {
      box: { x1, y1, x2: x1 + width, y2: y1 + height },
      score: 0.98 - candidate * (0.7 / count),
      classId,
      candidate,
      // the first may be something else
      ...(candidate === 0 && query.has("rivals") ? { alternatives: [{ classId: 4, score: 0.61 }] } : {}),
    };
  });
}

async function paintPhoto(found: readonly Detection[]): Promise<string> {
  const canvas = new OffscreenCanvas(photo.width, photo.height);
  const context = canvas.getContext("2d");
  if (!context) throw new Error("no canvas");
  const ground = context.createLinearGradient(0, 0, photo.width, photo.height);
  ground.addColorStop(0, "rgb(232 222 205)");
  ground.addColorStop(1, "rgb(150 128 104)");
  context.fillStyle = ground;
  context.fillRect(0, 0, photo.width, photo.height);
  for (const { box, classId } of found) {
    context.fillStyle = `hsl(${(classId * 47) % 360} 62% ${38 + (classId % 4) * 9}%)`;
    context.beginPath();
    const [cx, cy] = [(box.x1 + box.x2) / 2, (box.y1 + box.y2) / 2];
    context.ellipse(cx, cy, (box.x2 - box.x1) / 2, (box.y2 - box.y1) / 2, 0, 0, 2 * Math.PI);
    context.fill();
  }
  return URL.createObjectURL(await canvas.convertToBlob({ type: "image/png" }));
}

function countFrames(): () => number[] {
  let times: number[] = [];
  let last = performance.now();
  const tick = (now: number) => {
    times.push(now - last);
    last = now;
    requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
  return () => {
    const seen = times;
    times = [];
    return seen;
  };
}

const store = createEditorStore({ photo });
window.editor = store;
window.frameTimes = countFrames();
const found = detections();
const byId = new Map(CLASSES.map((each) => [each.id, each]));
const labelOf = (id: number) => byId.get(id)?.displayName ?? String(id);
const colourOf = (id: number) => {
  const { light, inkOnLight } = classColour(id, byId.get(id)?.kind ?? "ingredient");
  return { stroke: light, fill: light, text: inkOnLight };
};

const photoUrl = await paintPhoto(found);
const isNarrow = innerWidth < 600;
createRoot(document.getElementById("root") as HTMLElement).render(
  <NextIntlClientProvider locale="en" messages={messages} timeZone="UTC">
    <TooltipProvider>
      <main className={`flex h-dvh bg-sunken ${isNarrow ? "flex-col-reverse" : ""}`}>
        <ToolBar
          store={store}
          orientation={isNarrow ? "horizontal" : "vertical"}
          className={isNarrow ? "overflow-x-auto p-1" : "p-2"}
        />
        <div className="min-h-0 min-w-0 flex-1">
          <EditorStage
            store={store}
            classes={CLASSES}
            photoUrl={photoUrl}
            colourOf={colourOf}
            labelOf={labelOf}
          />
        </div>
      </main>
    </TooltipProvider>
  </NextIntlClientProvider>,
);
store.getState().setDetections(found, "forage-n/0", "run-1");
