import { createTransport } from "nodemailer";
import { AppError } from "@/lib/core/errors";
import { mailSettings } from "./mail-settings";

/** A plain short mail to one person. */
export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** How long a mail server may take to connect, to greet and to answer. */
const PATIENCE_MS = 15_000;

const oneLine = (text: string) => text.replace(/[\r\n]+/g, " ").trim();

/**
 * Sends a mail by the server that the settings name, once; the caller waits for the server's answer.
 * @throws AppError mail/not-set, mail/failed with what the server answered
 */
export async function sendMail({ to, subject, text }: Mail): Promise<void> {
  const { host, port, security, user, password, from } = mailSettings();
  const transport = createTransport({
    host,
    port,
    secure: security === "tls",
    requireTLS: security === "starttls",
    ignoreTLS: security === "none",
    auth: user ? { user, pass: password ?? "" } : undefined,
    connectionTimeout: PATIENCE_MS,
    greetingTimeout: PATIENCE_MS,
    socketTimeout: PATIENCE_MS,
    // nothing in a mail is read from a disk or fetched
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  try {
    // an address object: a comma in it names no second recipient
    await transport.sendMail({
      from,
      to: { name: "", address: oneLine(to) },
      subject: oneLine(subject),
      text,
    });
  } catch (cause) {
    throw new AppError("mail/failed", { facts: { host, answer: answerOf(cause) }, cause });
  } finally {
    transport.close();
  }
}

/** What the server said or why it was not reached, in a line without the password. */
function answerOf(error: unknown): string {
  if (!(error instanceof Error)) return "no answer";
  const response = "response" in error && typeof error.response === "string" ? error.response : error.message;
  return oneLine(response).slice(0, 200);
}
