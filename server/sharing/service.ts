import { randomBytes, randomUUID } from "node:crypto";
import {
  type ShareInput,
  type ShareLink,
  type ShareSettings,
  sharedListSchema,
  shareSettingsSchema,
} from "@/lib/contracts/sharing";
import { AppError, isAppError } from "@/lib/core/errors";
import { listPage, type PageWords, recipePage, weekPage } from "@/lib/core/recipes/export/share-page";
import { weekOf } from "@/lib/core/recipes/week/plan";
import { recordIn } from "@/server/audit/service";
import { connection, transaction } from "@/server/db/transaction";
import { getWeek } from "@/server/recipes/kitchen/week/week";
import { openPicture } from "@/server/recipes/pictures/pictures";
import { recipeMemoryNow } from "@/server/recipes/recipe-memory-now";
import { getRecipe, recipeIdOf } from "@/server/recipes/service";
import { changeSetting, readSetting, type Setting } from "@/server/settings/service";
import { deleteShare, findShare, insertShare, readShares, type ShareRow } from "./repository";

/** Off until somebody allows it: the server answers on this computer alone, and a link would open nothing elsewhere. */
const SHARING: Setting<ShareSettings> = {
  name: "sharing",
  schema: shareSettingsSchema,
  initial: { isAllowed: false, address: "" },
};
const DAY_MS = 86_400_000;

export const sharingSettings = (): Promise<ShareSettings> => readSetting(SHARING);

/** Whether links are allowed, and where the server can be reached from elsewhere. Not allowed, no link opens anything. */
export async function setSharing(settings: ShareSettings): Promise<void> {
  await changeSetting(SHARING, settings);
}

/**
 * Makes a link for reading.
 * @throws AppError share/off, request/not-found for a recipe the person may not see
 */
export async function createShare(input: ShareInput, ownerId: string): Promise<ShareLink> {
  if (!(await sharingSettings()).isAllowed) throw new AppError("share/off");
  const content = await contentOf(input, ownerId);
  const share = {
    id: randomUUID(),
    token: randomBytes(24).toString("base64url"),
    ownerId,
    kind: input.kind,
    ...content,
    expiresAt: input.days === null ? null : new Date(Date.now() + input.days * DAY_MS),
  };
  const row = await transaction(async (queries) => {
    const facts = { link: share.id, kind: share.kind, title: content.title };
    await recordIn(queries, { action: "share/made", facts });
    return insertShare(queries, share);
  });
  return toLink(row);
}

async function contentOf(input: ShareInput, ownerId: string) {
  switch (input.kind) {
    case "recipe":
      return await recipeIdOf(input.slug, ownerId);
    case "list":
      return { title: input.title, list: input.list };
    case "week":
      return { title: input.title, week: weekOf(input.day)[0] };
  }
}

export async function listShares(ownerId: string): Promise<ShareLink[]> {
  return (await readShares(connection(), ownerId, new Date())).map(toLink);
}

/** Takes a link back: it opens nothing from now on. @throws AppError request/not-found */
export async function revokeShare(id: string, ownerId: string): Promise<void> {
  await transaction(async (queries) => {
    if (!(await deleteShare(queries, ownerId, id))) throw new AppError("request/not-found");
    await recordIn(queries, { action: "share/revoked", facts: { link: id } });
  });
}

function toLink({ id, kind, title, token, createdAt, expiresAt }: ShareRow): ShareLink {
  return {
    id,
    kind,
    title,
    path: `/share/${token}`,
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt?.toISOString() ?? null,
  };
}

/**
 * The page that a link opens, whole in one document: for anybody who has the link, to read only.
 * @throws AppError share/gone for a link that was taken back, has expired, or never was; while links are not allowed too
 */
export async function openShare(token: string, words: PageWords): Promise<string> {
  const { isAllowed } = await sharingSettings();
  const share = isAllowed ? await findShare(connection(), token, new Date()) : undefined;
  if (!share) throw new AppError("share/gone");
  if (share.slug !== null) return await recipeAsPage(share.slug, share.ownerId, words);
  if (share.week !== null) return await weekAsPage(share.week, share.ownerId, words);
  const { groups } = sharedListSchema.parse(share.list);
  return listPage({ title: share.title, groups, sharedOn: share.createdAt }, words);
}

/**
 * A recipe as one document that a browser opens and recipe apps read, its picture in it. A person's rating and notes stay
 * with them.
 * @throws AppError share/gone, also for a recipe that was removed
 */
export async function recipeAsPage(slug: string, ownerId: string, words: PageWords): Promise<string> {
  try {
    const { recipe, picture } = await getRecipe(slug, { userId: ownerId, teamId: ownerId });
    const { vocabulary } = await recipeMemoryNow();
    const { extras, ...rest } = recipe;
    const shared = extras ? { ...rest, extras: { ...extras, rating: null, notes: [] } } : rest;
    const data = picture?.state === "kept" ? await pictureData(slug, ownerId) : null;
    return recipePage(
      { recipe: shared, vocabulary, picture: data, creditUrl: picture?.creditUrl ?? null },
      words,
    );
  } catch (error) {
    if (isAppError(error) && error.code === "request/not-found")
      throw new AppError("share/gone", { cause: error });
    throw error;
  }
}

/** The week that holds a day, as one document: its dishes and what is left of them, as they are planned now. */
export async function weekAsPage(day: string, ownerId: string, words: PageWords): Promise<string> {
  const days = weekOf(day);
  const [from = day, to = day] = [days[0], days.at(-1)];
  const { meals, recipes } = await getWeek({ from, to }, ownerId);
  const titles = new Map(recipes.map(({ slug, title }) => [slug, title]));
  const shown = meals.map((meal) => ({ ...meal, title: titles.get(meal.slug) ?? meal.slug }));
  return weekPage({ days, meals: shown, asOf: new Date() }, words);
}

async function pictureData(slug: string, ownerId: string): Promise<string | null> {
  try {
    const { stream, contentType } = await openPicture(slug, "full", ownerId);
    const bytes = Buffer.from(await new Response(stream).arrayBuffer());
    return `data:${contentType};base64,${bytes.toString("base64")}`;
  } catch (error) {
    // the recipe is worth more than its picture
    if (isAppError(error) && error.code.startsWith("storage/")) return null;
    throw error;
  }
}
