import { z } from "zod";
import { AppError } from "@/lib/core/errors";
import { environmentValue } from "@/server/environment/environment-value";

const settingsSchema = z.object({
  host: z.string().min(1),
  port: z.coerce.number().int().min(1).max(65_535).default(587),
  /** `starttls` refuses a server that offers no encryption; `none` is for a server on the same machine. */
  security: z.enum(["starttls", "tls", "none"]).default("starttls"),
  user: z.string().optional(),
  password: z.string().optional(),
  from: z.string().min(3),
});
export type MailSettings = z.infer<typeof settingsSchema>;

/** Whether mail can be sent: a server and a sender are named. */
export function isMailSet(): boolean {
  return Boolean(environmentValue("FORAGE_SMTP_HOST") && environmentValue("FORAGE_SMTP_FROM"));
}

/** @throws AppError mail/not-set when a setting is missing or of another form */
export function mailSettings(): MailSettings {
  const parsed = settingsSchema.safeParse({
    host: environmentValue("FORAGE_SMTP_HOST"),
    port: environmentValue("FORAGE_SMTP_PORT"),
    security: environmentValue("FORAGE_SMTP_SECURITY"),
    user: environmentValue("FORAGE_SMTP_USER"),
    password: environmentValue("FORAGE_SMTP_PASSWORD"),
    from: environmentValue("FORAGE_SMTP_FROM"),
  });
  if (parsed.success) return parsed.data;
  const field = String(parsed.error.issues[0]?.path[0] ?? "host").toUpperCase();
  throw new AppError("mail/not-set", { facts: { setting: `FORAGE_SMTP_${field}` } });
}
