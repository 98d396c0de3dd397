import { z } from "zod";

/** A setting of the installation, as its admin sees it. */
export const shownSettingSchema = z.object({
  /** The environment variable that sets it, and wins. */
  name: z.string(),
  group: z.enum(["address", "storage", "mail", "detection", "training", "people"]),
  /** What may be entered; a secret is never shown. */
  kind: z.enum(["text", "number", "choice", "secret"]),
  choices: z.array(z.string()),
  unit: z.string().nullable(),
  /** In force; null when nothing is set and there is no initial value. A secret's is always null. */
  value: z.string().nullable(),
  /** For a secret: that it is set. */
  isSet: z.boolean(),
  initial: z.string().nullable(),
  source: z.enum(["environment", "page", "default"]),
  /** It takes effect at once and may be set on the page; others are read when Forage starts. */
  isChangeable: z.boolean(),
});
export type ShownSetting = z.infer<typeof shownSettingSchema>;

/** An empty value takes back what was set on the page. */
export const changeSettingSchema = z.object({ name: z.string().max(60), value: z.string().max(500) });
