import { z } from "zod";

/** What WebAuthn writes bytes as. */
const bytes = z
  .string()
  .min(1)
  .max(20_000)
  .regex(/^[A-Za-z0-9_-]+$/);
const answer = z.object({
  id: bytes,
  rawId: bytes,
  type: z.literal("public-key"),
  clientExtensionResults: z.object({}).default({}),
});

export const PASSKEY_NAME_LENGTH = 80;
export const passkeyNameSchema = z.string().trim().min(1).max(PASSKEY_NAME_LENGTH);

/** What an authenticator answers that has made a key. */
export const newPasskeySchema = z.object({
  name: passkeyNameSchema,
  response: answer.extend({
    response: z.object({
      clientDataJSON: bytes,
      attestationObject: bytes,
      transports: z
        .array(
          z
            .string()
            .max(40)
            .regex(/^[\w-]+$/),
        )
        .max(10)
        .optional(),
    }),
  }),
});

/** What an authenticator answers that has signed. */
export const passkeySignInSchema = z.object({
  response: answer.extend({
    response: z.object({
      clientDataJSON: bytes,
      authenticatorData: bytes,
      signature: bytes,
      userHandle: bytes.optional(),
    }),
  }),
});

export const passkeyIdSchema = z.object({ passkeyId: z.uuid() });
export const renamePasskeySchema = passkeyIdSchema.extend({ name: passkeyNameSchema });
