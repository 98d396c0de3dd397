import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { DetectPage } from "@/app/_detection/detect-page";

const examplesSchema = z.array(z.object({ file: z.string(), alt: z.string(), title: z.string() }));

/** The example pictures beside the first drop target; none if they were not made. */
async function readExamples() {
  try {
    const text = await readFile(join(process.cwd(), "public", "examples", "index.json"), "utf8");
    return examplesSchema.parse(JSON.parse(text)).slice(0, 3);
  } catch {
    return []; // a copy of Forage without its examples still works
  }
}

export default async function Page() {
  return <DetectPage examples={await readExamples()} />;
}
