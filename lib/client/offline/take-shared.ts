import type { Here } from "@/lib/client/people/last-door";
import type { ErrorCode, ErrorFacts } from "@/lib/core/errors";
import { sharedFiles } from "./shared-photos";

interface Taking {
  /** What the page was opened with. */
  readonly asked: URLSearchParams;
  readonly whoIsHere: () => Promise<Here>;
  readonly take: (files: readonly File[]) => Promise<void>;
  readonly say: (code: ErrorCode, facts?: ErrorFacts) => void;
}

/**
 * Puts photos from another app's share sheet on the strip; each is kept until it is there. While nobody is signed in they
 * wait: the strip of this browser is then not theirs who shared them.
 */
export async function takeShared({ asked, whoIsHere, take, say }: Taking): Promise<void> {
  const shared = await sharedFiles().catch(() => []);
  if (shared.length > 0) {
    if ((await whoIsHere()) === "nobody") say("photo/share-waits", { count: shared.length });
    else {
      await take(shared.map(({ file }) => file));
      for (const { forget } of shared) await forget();
    }
  }
  if (asked.has("missed")) say("photo/share-missed");
  const left = Number(asked.get("left") ?? 0);
  if (left > 0) say(asked.has("full") ? "photo/share-full" : "photo/too-many-shared", { left });
}
