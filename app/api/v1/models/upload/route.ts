import { MAX_MODEL_BYTES } from "@/lib/contracts/model-upload";
import { AppError } from "@/lib/core/errors";
import { readBody } from "@/server/api/read-body";
import { route } from "@/server/api/route";
import { inspectUpload } from "@/server/model-import/service";

export const dynamic = "force-dynamic";

const tooLarge = () =>
  new AppError("model/not-fitting", {
    facts: {
      reason: `it is larger than ${MAX_MODEL_BYTES / 2 ** 20} MB`,
      advice: "bring a smaller network, a nano or small one say",
    },
  });

/** Takes an ONNX file as the raw body, and says what it is. */
export const POST = route(
  { kind: "mutation", permission: "models:write", limit: "upload" },
  async (request) => {
    return Response.json(await inspectUpload(await readBody(request, MAX_MODEL_BYTES, tooLarge)));
  },
);
