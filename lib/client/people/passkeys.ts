import {
  browserSupportsWebAuthn,
  startAuthentication,
  startRegistration,
  WebAuthnError,
} from "@simplewebauthn/browser";
import { fetchApi } from "@/lib/client/api/api-error";
import { AppError, isAppError } from "@/lib/core/errors";

/** Whether passkeys work here. An address of numbers has no name that a passkey could be for. */
export type PasskeyUse = "works" | "needs-name" | "no-device";

const NUMBERS = /^\[|^\d+(\.\d+){3}$/;

/** @param supports whether the browser knows passkeys at all */
export function passkeyUse(hostname: string, supports: boolean = browserSupportsWebAuthn()): PasskeyUse {
  if (NUMBERS.test(hostname)) return "needs-name";
  return supports ? "works" : "no-device";
}

async function post(path: string, body: unknown = {}): Promise<unknown> {
  const answer = await fetchApi(`/api/auth/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  return answer.json();
}

/** What the browser says where the person or the device did not go on. */
function fromDevice(error: unknown): AppError {
  if (isAppError(error)) return error;
  const isThere =
    error instanceof WebAuthnError && error.code === "ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED";
  return new AppError(isThere ? "account/passkey-there" : "account/passkey-stopped", { cause: error });
}

/** Lets this device make a passkey for the account. @throws AppError */
export async function addPasskey(name: string): Promise<void> {
  const optionsJSON = (await post("passkeys/start")) as Parameters<
    typeof startRegistration
  >[0]["optionsJSON"];
  const response = await startRegistration({ optionsJSON }).catch((error: unknown) => {
    throw fromDevice(error);
  });
  await post("passkeys", { name, response });
}

/** Signs this browser in with whatever passkey the person chooses. @throws AppError */
export async function signInWithPasskey(): Promise<void> {
  const optionsJSON = (await post("passkey/start")) as Parameters<
    typeof startAuthentication
  >[0]["optionsJSON"];
  const response = await startAuthentication({ optionsJSON }).catch((error: unknown) => {
    throw fromDevice(error);
  });
  await post("passkey", { response });
}
