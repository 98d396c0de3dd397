import { MAX_MODEL_BYTES } from "@/lib/contracts/model-upload";
import { AppError } from "@/lib/core/errors";
import { route } from "@/server/api/route";
import { inspectUpload } from "@/server/models/upload/service";

export const dynamic = "force-dynamic";

/** Takes an ONNX file as the raw body, and says what it is. */
export const POST = route({ kind: "mutation", permission: "models:write" }, async (request) => {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  const reader = request.body?.getReader();
  while (reader) {
    const { done, value } = await reader.read();
    if (done) break;
    bytes += value.byteLength;
    if (bytes > MAX_MODEL_BYTES) {
      await reader.cancel();
      throw new AppError("model/not-fitting", {
        facts: {
          reason: `it is larger than ${MAX_MODEL_BYTES / 2 ** 20} MB`,
          advice: "bring a smaller network, a nano or small one say",
        },
      });
    }
    parts.push(value);
  }
  return Response.json(await inspectUpload(new Uint8Array(Buffer.concat(parts))));
});
