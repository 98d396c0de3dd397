"use client";

import { toApiError } from "@/lib/client/api/api-error";
import { useErrorSentence } from "@/lib/client/messages/use-error-sentence";

/** Why something was not done, in a sentence. */
export function ErrorText({ error }: { readonly error: unknown }) {
  const sentence = useErrorSentence();
  if (!error) return null;
  return (
    <p role="alert" className="text-tomato-ink">
      {sentence(toApiError(error))}
    </p>
  );
}
