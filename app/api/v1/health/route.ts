import { countStranger } from "@/server/api/acting";
import { errorResponse } from "@/server/api/error-mapping";
import { guardHost } from "@/server/api/guard";
import { readHealth } from "@/server/detection/health";

export const dynamic = "force-dynamic";

/** Whether the server can detect, and with what. */
export async function GET(request: Request): Promise<Response> {
  try {
    guardHost(request);
    await countStranger(request, "usual");
    const health = await readHealth();
    return Response.json(health, { status: health.ok ? 200 : 503, headers: { "cache-control": "no-store" } });
  } catch (error) {
    return errorResponse(error);
  }
}
