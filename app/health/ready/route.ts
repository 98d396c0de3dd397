import { countStranger } from "@/server/api/acting";
import { errorResponse } from "@/server/api/error-mapping";
import { guardHost } from "@/server/api/guard";
import { answerStraight } from "@/server/api/straight";
import { readReadiness } from "@/server/detection/readiness";

export const dynamic = "force-dynamic";

/** Whether requests may be sent here: 503 until the network is warm, and while the database is away. */
export async function GET(request: Request): Promise<Response> {
  try {
    guardHost(request);
    await countStranger(request, "usual");
    const readiness = await readReadiness();
    return Response.json(readiness, {
      status: readiness.ok ? 200 : 503,
      headers: { "cache-control": "no-store" },
    });
  } catch (error) {
    return errorResponse(error);
  }
}

// asked many times a second
answerStraight("GET /health/ready", GET);
