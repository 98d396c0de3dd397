import { readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { AppError } from "@/lib/core/errors";
import { ownTeam } from "@/server/db/own-team";
import { connection } from "@/server/db/transaction";
import { bringMissing } from "@/server/storage/shared-files";
import { findRun } from "./repository";
import { runFolder, trainingFolder } from "./run-folder";

const SET = /^[\w.-]{1,80}$/;
const PHOTO = /^[0-9a-f]{64}\.(jpg|png)$/;
const SHEET = /^[0-9a-f]{64}\.jpg$/;

/** Where a contact sheet of the team lies: another's is not found, whatever its photos. */
export const sheetFile = (name: string): string => path.join(trainingFolder(), "sheets", ownTeam(), name);

/** Path of a file that pages show, from the parts of its address; undefined for any other address. */
function placeOf(words: readonly string[]): string | undefined {
  const [first = "", second = "", third = "", fourth = ""] = words;
  if (first === "sheets" && SHEET.test(second) && words.length === 2) return sheetFile(second);
  if (first !== "runs") return undefined;
  if (third === "contact-sheet.jpg" && words.length === 3) return path.join(runFolder(second), third);
  if (words.length === 5 && third === "photos" && SET.test(fourth) && PHOTO.test(words[4] ?? "")) {
    const version = path.join(runFolder(second), "data", "version");
    const photo = words[4] ?? "";
    // validation has no set of its own
    return fourth === "version"
      ? path.join(version, "images", "val", photo)
      : path.join(version, "sets", fourth, "images", "test", photo);
  }
  return undefined;
}

/**
 * A picture of a run: `runs/<id>/contact-sheet.jpg`, `runs/<id>/photos/<set>/<sha256>.jpg`, or `sheets/<sha256>.jpg`.
 * @throws AppError request/not-found
 */
export async function openRunFile(
  words: readonly string[],
): Promise<{ readonly bytes: Uint8Array<ArrayBuffer>; readonly contentType: string }> {
  const [kind, runId = ""] = words;
  const isOwn =
    kind === "sheets" || (z.uuid().safeParse(runId).success && (await findRun(connection(), runId)));
  const file = isOwn ? placeOf(words) : undefined;
  // photos of a run lie where it runs
  if (file && words.length < 4) await bringMissing(file);
  const bytes = file && (await readFile(/*turbopackIgnore: true*/ file).catch(() => undefined));
  if (!file || !bytes) throw new AppError("request/not-found");
  return { bytes: new Uint8Array(bytes), contentType: file.endsWith(".png") ? "image/png" : "image/jpeg" };
}
