import { randomUUID } from "node:crypto";
import type { SaveCorrectionInput } from "@/lib/contracts/corrections";
import type { TeamRole } from "@/lib/contracts/people";
import { DEFAULT_FILTER } from "@/lib/core/detection/types";
import { type Context, localContext, permissionsOf } from "@/server/api/context";
import { createCallerFactory } from "@/server/api/trpc";
import { appRouter } from "@/server/assembly/root-router";
import { getDatabase } from "@/server/db/client";
import { photos } from "@/server/db/schema/photos";
import { memberships } from "@/server/db/schema/teams";
import { addPerson } from "@/server/db/testing/alone";

const callerFor = createCallerFactory(appRouter);
export type Api = ReturnType<typeof callerFor>;

export interface Person {
  readonly id: string;
  readonly api: Api;
}

/** Somebody who works in a team with a role. The team is that of the person at this computer, or their own. */
export async function person(name: string, role: TeamRole | "elsewhere" = "reviewer"): Promise<Person> {
  const id = randomUUID();
  await addPerson(id, name);
  const local = localContext();
  const teamId = role === "elsewhere" ? id : local.team.id;
  if (role !== "elsewhere") await getDatabase().insert(memberships).values({ teamId, userId: id, role });
  const held = role === "elsewhere" ? "admin" : role;
  const context: Context = {
    ...local,
    user: { id, name, isAdmin: false },
    team: { id: teamId, name: "Team", role: held },
    permissions: permissionsOf(held, false),
  };
  return { id, api: callerFor(context) };
}

export const box = (x: number) => ({ x1: x, y1: 2, x2: x + 10, y2: 12 });
export const found = (x: number, classId = 1) => ({ box: box(x), score: 0.9, classId });
export const drawn = (id: string, x: number, classId = 1) =>
  ({ id, box: box(x), classId, origin: { by: "person" }, state: "drawn" }) as const;
export const deleted = (id: string, x: number, classId = 1) =>
  ({
    id,
    box: box(x),
    classId,
    origin: { by: "model", modelId: "forage-n/0", score: 0.9, box: box(x), classId },
    state: "deleted",
  }) as const;

/** A photo that waits for review in a team, with its correction; it has a row and no file. */
export async function waitingPhoto(
  by: Api,
  teamId: string,
  boxes: Partial<Pick<SaveCorrectionInput, "modelBoxes" | "labels">> = {},
): Promise<{ photoId: string; correctionId: string }> {
  const photoId = randomUUID();
  const sha256 = photoId.replaceAll("-", "").padEnd(64, "0");
  await getDatabase()
    .insert(photos)
    .values({
      id: photoId,
      ownerId: teamId,
      name: `${photoId}.jpg`,
      width: 200,
      height: 100,
      sha256,
      bytes: 1,
      contentType: "image/jpeg",
      thumbnailSha256: sha256,
      thumbnailBytes: 1,
      sourceSha256: sha256,
      sharedAt: new Date(),
    });
  const filter = { ...DEFAULT_FILTER, confidenceByClass: {}, hiddenClasses: [] };
  const about = { photoId, modelId: "forage-n/0", backend: "wasm" as const, filter };
  const { id } = await by.corrections.save({ ...about, modelBoxes: [], labels: [], ...boxes });
  return { photoId, correctionId: id };
}
