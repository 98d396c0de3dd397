import { isAppError } from "@/lib/core/errors";
import { MAX_PHOTO_BYTES } from "@/lib/core/photos/limits";
import { isWebAddress } from "@/lib/core/recipes/import/web-address";
import { type ForeignPicture, type PreparedPicture, preparePicture } from "../pictures/pictures";
import type { CollectionItem } from "./importers/importer";

/** Addresses that are kept of one picture. */
const ADDRESSES = 5;

/**
 * The picture of a recipe in a collection: its file, made ready to be kept, or else where it may be fetched.
 * @param comesBack as `encodeRecipePicture`
 * @returns also whether the collection has a picture that cannot be read
 */
export async function foreignPicture(
  { recipe, picture, isPictureLost = false }: CollectionItem,
  teamId: string,
  { comesBack = false } = {},
): Promise<{ readonly picture: ForeignPicture | null; readonly isPictureLost: boolean }> {
  if (!recipe) return { picture: null, isPictureLost: false };
  const named = recipe.pictures ?? [];
  const data = named.find((address) => address.startsWith("data:"));
  const bytes = picture ?? (data === undefined ? undefined : bytesOfData(data));
  const prepared = bytes ? await prepare(bytes, teamId, comesBack) : null;
  const addresses = named.filter(isWebAddress).slice(0, ADDRESSES);
  const isLost = prepared === null && (isPictureLost || bytes !== undefined || data !== undefined);
  if (!prepared && addresses.length === 0) return { picture: null, isPictureLost: isLost };
  const creditUrl = recipe.url && isWebAddress(recipe.url) ? recipe.url : (addresses[0] ?? null);
  return { picture: { prepared, addresses, creditUrl }, isPictureLost: isLost };
}

async function prepare(
  bytes: Uint8Array,
  teamId: string,
  comesBack: boolean,
): Promise<PreparedPicture | null> {
  try {
    return await preparePicture(bytes, teamId, { comesBack });
  } catch (error) {
    if (isAppError(error) && error.code.startsWith("photo/")) return null;
    throw error;
  }
}

/** Undefined for what is no data in base64, or too much of it. */
function bytesOfData(address: string): Uint8Array | undefined {
  const comma = address.indexOf(",");
  if (!/;base64$/i.test(address.slice(0, comma)) || address.length > MAX_PHOTO_BYTES * 1.4) return undefined;
  return Buffer.from(address.slice(comma + 1), "base64");
}
