import type { AlertChannel } from "@/lib/contracts/alerts";
import { sendMail } from "@/server/mail/send-mail";
import { type FetchOptions, postPublic } from "@/server/web/fetch-public";

/** What is told. */
export interface Told {
  readonly kind: string;
  readonly title: string;
  readonly text: string;
}

const PURPOSE = "alerts";

/** Where a message goes, without what may be secret in an address. */
export function channelText(channel: AlertChannel): string {
  return channel.kind === "email" ? `email ${channel.to}` : `${channel.kind} ${new URL(channel.url).host}`;
}

/**
 * Tells one message by one way, and waits for the answer.
 * @param options where to connect: for tests
 * @throws AppError mail/…, url/…
 */
export async function tell(channel: AlertChannel, told: Told, options: FetchOptions = {}): Promise<void> {
  const { kind, title, text } = told;
  const json = (body: unknown) => ({
    body: JSON.stringify(body),
    contentType: "application/json",
    purpose: PURPOSE,
  });
  switch (channel.kind) {
    case "email":
      return sendMail({ to: channel.to, subject: title, text });
    case "webhook":
      return postPublic(channel.url, json({ kind, title, text }), options);
    case "slack":
      return postPublic(channel.url, json({ text: `*${title}*\n${text}` }), options);
    case "ntfy":
      return postPublic(
        channel.url,
        {
          body: text,
          contentType: "text/plain; charset=utf-8",
          purpose: PURPOSE,
          // a header holds no other letters
          headers: {
            title: title.replace(/[^\x20-\x7e]/g, "?"),
            tags: kind === "raised" ? "warning" : "information_source",
          },
        },
        options,
      );
  }
}
