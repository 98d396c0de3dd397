import { expect, it } from "vitest";
import { passkeyUse } from "./passkeys";

it.each([
  ["localhost", true, "works"],
  ["forage.example", true, "works"],
  ["1password.example", true, "works"],
  ["forage.example", false, "no-device"],
  ["127.0.0.1", true, "needs-name"],
  ["192.168.1.20", false, "needs-name"],
  ["[::1]", true, "needs-name"],
])("says of %s, where the browser knows passkeys: %s, that it %s", (hostname, supports, use) => {
  expect(passkeyUse(hostname, supports)).toBe(use);
});
