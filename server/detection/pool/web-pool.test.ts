import { EventEmitter } from "node:events";
import type { ServerResponse } from "node:http";
import { expect, it } from "vitest";
import { AppError } from "@/lib/core/errors";
import { countAtDoor } from "./web-pool";

it("lets as many in as there are places, before any of them is in the line, and another when one has gone", () => {
  const look = countAtDoor({
    isFullWith: (requests) => requests >= 2,
    fullRefusal: () => new AppError("detection/busy", { facts: { seconds: 7, why: "full" } }),
  });
  const responses = [1, 2, 3].map(() => new EventEmitter() as unknown as ServerResponse);
  const [first, second, third] = responses;
  if (!first || !second || !third) throw new RangeError("no responses");
  expect([look(first), look(second)]).toEqual([undefined, undefined]);
  const refusal = { status: 503, seconds: 7, body: { error: { code: "detection/busy" } } };
  expect(look(third)).toMatchObject(refusal);
  // one that was refused was never inside
  third.emit("close");
  expect(look(third)).toMatchObject(refusal);
  first.emit("close");
  expect(look(third)).toBeUndefined();
});
