import { fetchPhotoInputSchema } from "@/lib/contracts/library";
import { readJsonBody } from "@/server/api/check-text";
import { route } from "@/server/api/route";
import { fetchPhoto } from "@/server/photos/fetch-photo";

export const dynamic = "force-dynamic";

/** Enough for an address. */
const MAX_BODY_BYTES = 64 * 1024;

/** Fetches a photo by its address for the page, which may not read other sites itself. Nothing is stored. */
export const POST = route(
  { kind: "mutation", permission: "photos:fetch", limit: "fetch" },
  async (request) => {
    const { url } = fetchPhotoInputSchema.parse(await readJsonBody(request, MAX_BODY_BYTES));
    const { bytes, contentType } = await fetchPhoto(url);
    return new Response(Buffer.from(bytes), {
      headers: { "content-type": contentType, "cache-control": "no-store" },
    });
  },
);
