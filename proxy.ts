import { type NextRequest, NextResponse } from "next/server";
import { errorSentence } from "@/lib/contracts/error-sentences";
import { isAppError } from "@/lib/core/errors";
import { countStranger, isThisComputer } from "@/server/api/acting";
import { retryAfter } from "@/server/api/error-mapping";
import { guardHost } from "@/server/api/guard";

/**
 * What a page may load: itself. Scripts run only with this answer's nonce (Next puts it on its own), WebAssembly may
 * compile, pictures may be blobs the page made. A page that is served nothing foreign can send a photo nowhere.
 */
function contentSecurityPolicy(nonce: string): string {
  const isDevelopment = process.env.NODE_ENV === "development";
  const directives: Readonly<Record<string, string>> = {
    "default-src": "'self'",
    "script-src": `'self' 'nonce-${nonce}' 'strict-dynamic' 'wasm-unsafe-eval'${isDevelopment ? " 'unsafe-eval'" : ""}`,
    // Radix and Konva place things through style attributes, which no nonce can cover
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' blob: data:",
    "font-src": "'self'",
    "connect-src": "'self' blob: data:",
    "worker-src": "'self'",
    "media-src": "'self' blob:",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
  };
  return Object.entries(directives)
    .map(([name, value]) => `${name} ${value}`)
    .join("; ");
}

function isForeignName(request: NextRequest): boolean {
  try {
    guardHost(request);
    return false;
  } catch (error) {
    if (isAppError(error)) return true;
    throw error;
  }
}

/** The answer to an address that opens too many pages; undefined for every other. Nobody looks here who asks. */
async function tooManyPages(request: NextRequest): Promise<NextResponse | undefined> {
  try {
    if (!isThisComputer(request)) await countStranger(request, "page");
    return undefined;
  } catch (error) {
    if (!isAppError(error)) throw error;
    return new NextResponse(errorSentence(error.code, error.facts), {
      status: 429,
      headers: { "cache-control": "no-store", ...retryAfter(error) },
    });
  }
}

/** Gives every page its policy; Next reads the nonce from the request's copy of it. */
export async function proxy(request: NextRequest): Promise<NextResponse> {
  // a foreign name that leads here (DNS rebinding) gets no page to work with
  if (isForeignName(request))
    return new NextResponse(errorSentence("request/foreign-origin"), { status: 403 });
  const tooMany = await tooManyPages(request);
  if (tooMany) return tooMany;
  const nonce = Buffer.from(crypto.randomUUID()).toString("base64");
  const policy = contentSecurityPolicy(nonce);
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  headers.set("content-security-policy", policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  return response;
}

export const config = {
  // pages alone: files and the API carry no document
  matcher: ["/((?!api/|health/|metrics$|_next/|worker/|examples/|.*\\.[a-z0-9]+$).*)"],
};
