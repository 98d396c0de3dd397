import type { ReadableStream } from "node:stream/web";
import { AppError } from "@/lib/core/errors";
import { whoOf } from "@/server/api/context";
import { checkLength } from "@/server/api/read-body";
import { route } from "@/server/api/route";
import { collectionTooLarge, MAX_COLLECTION_BYTES } from "@/server/recipes/import/collection-file";
import { importCollection } from "@/server/recipes/import/import";

export const dynamic = "force-dynamic";

/** Takes a collection as the raw body, its file name as `?name=`, and answers with the job that reads it. */
export const POST = route(
  { kind: "mutation", permission: "recipes:write", limit: "import" },
  async (request, context) => {
    if (!request.body) throw new AppError("request/invalid", { facts: { field: "body" } });
    checkLength(request, MAX_COLLECTION_BYTES, collectionTooLarge);
    const name = new URL(request.url).searchParams.get("name") ?? "";
    const job = await importCollection(request.body as ReadableStream<Uint8Array>, name, whoOf(context));
    return Response.json(job, { status: 202 });
  },
);
