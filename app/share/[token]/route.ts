import { pageWords } from "@/app/_sharing/page-words";
import { errorSentence } from "@/lib/contracts/error-sentences";
import { sentencePage } from "@/lib/core/recipes/export/share-page";
import { guardHost } from "@/server/api/guard";
import { httpStatusOf } from "@/server/api/http-status";
import { toAppError } from "@/server/errors/expected-error";
import { openShare } from "@/server/sharing/service";

export const dynamic = "force-dynamic";

const HEADERS = {
  "content-type": "text/html; charset=utf-8",
  "cache-control": "no-store",
  "x-robots-tag": "noindex",
  "content-security-policy":
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
};

/**
 * What a link opens, for anybody who has it. Only the Host is checked: a link is followed from mails and other sites. It reads
 * and shows nothing but what was shared.
 */
export async function GET(
  request: Request,
  { params }: { readonly params: Promise<{ readonly token: string }> },
): Promise<Response> {
  try {
    guardHost(request);
    const { token } = await params;
    return new Response(await openShare(token.slice(0, 100), await pageWords()), { headers: HEADERS });
  } catch (thrown) {
    const { code, facts } = toAppError(thrown);
    const words = await pageWords();
    return new Response(sentencePage(words.gone, errorSentence(code, facts)), {
      status: httpStatusOf(code),
      headers: HEADERS,
    });
  }
}
