import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { toApiError } from "@/lib/client/api/api-error";
import { useErrorSentence } from "@/lib/client/messages/use-error-sentence";

interface FormEndProps {
  /** What is sent, or was refused. */
  readonly sending: { readonly isPending: boolean; readonly error: unknown };
  /** Whether all fields have a value that can be used. */
  readonly isReady: boolean;
  /** On the button that sends. */
  readonly verb: string;
  readonly onClose: () => void;
}

/** The end of a form that sends: why it was refused, and its two buttons. */
export function FormEnd({ sending, isReady, verb, onClose }: FormEndProps) {
  const t = useTranslations("training.form");
  const waits = useTranslations("waits");
  const sentence = useErrorSentence();
  return (
    <>
      {sending.error ? (
        <p role="alert" className="text-tomato-ink">
          {sentence(toApiError(sending.error))}
        </p>
      ) : null}
      <div className="flex gap-2">
        <Button
          type="submit"
          tone="primary"
          waitsFor={sending.isPending ? waits("busy") : !isReady && waits("fields")}
        >
          {verb}
        </Button>
        <Button tone="quiet" onClick={onClose}>
          {t("cancel")}
        </Button>
      </div>
    </>
  );
}
