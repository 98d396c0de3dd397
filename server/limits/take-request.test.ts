import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { LIMIT_CLASSES, PEOPLE_BEHIND_AN_ADDRESS } from "./limit-classes";
import { type Asking, forgetCounts, takeRequest } from "./take-request";

const { requests, seconds } = LIMIT_CLASSES.fetch;
const anna: Asking = { via: "session", userId: "anna", address: "192.0.2.1" };

/** How many of these requests come through. */
async function letThrough(tries: number, of: (index: number) => Asking): Promise<number> {
  let count = 0;
  for (let index = 0; index < tries; index++)
    await takeRequest(of(index), "fetch").then(
      () => count++,
      (error: unknown) => expect(error).toMatchObject({ code: "request/too-many" }),
    );
  return count;
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  forgetCounts();
  delete process.env.FORAGE_LIMITS_TIMES;
});

describe("a thousand requests at once", () => {
  it("by one person from a thousand addresses: as many as one person may", async () => {
    const many = (index: number) => ({ ...anna, address: `10.0.${index >> 8}.${index & 255}` });
    expect(await letThrough(1_000, many)).toBe(requests);
  });

  it("by a thousand accounts from one address: as many as an address may", async () => {
    const many = (index: number) => ({ ...anna, userId: `one-${index}` });
    expect(await letThrough(1_000, many)).toBe(requests * PEOPLE_BEHIND_AN_ADDRESS);
  });

  it("by a thousand accounts from one IPv6 network: the same, however its zeros are written", async () => {
    const many = (index: number) => ({
      ...anna,
      userId: `six-${index}`,
      address: `2001:db8::${index.toString(16)}:1:1:1`,
    });
    expect(await letThrough(1_000, many)).toBe(requests * PEOPLE_BEHIND_AN_ADDRESS);
  });

  it("by one key from a thousand addresses: as many as one key may", async () => {
    const many = (index: number): Asking => ({
      via: "key",
      userId: `owner-${index}`,
      keyId: "one key",
      address: `10.1.${index >> 8}.${index & 255}`,
    });
    expect(await letThrough(1_000, many)).toBe(requests);
  });

  it("by a person's two keys: both count for the person", async () => {
    const many = (index: number): Asking => ({ ...anna, via: "key", keyId: `key ${index % 2}` });
    expect(await letThrough(1_000, many)).toBe(requests);
  });

  it("by strangers keep out nobody who is signed in at the same address", async () => {
    expect(await letThrough(1_000, () => ({ ...anna, via: "none" as const, userId: "" }))).toBe(requests);
    expect(await letThrough(1, () => anna)).toBe(1);
  });

  it("by one person keep out nobody else at the same address", async () => {
    await letThrough(1_000, () => anna);
    expect(await letThrough(1_000, () => ({ ...anna, userId: "ben" }))).toBe(requests);
  });

  it("by who is alone at this computer: all", async () => {
    expect(await letThrough(1_000, () => ({ ...anna, via: "local" as const }))).toBe(1_000);
  });
});

it("says how long to wait, and lets the person through again after it", async () => {
  await letThrough(requests, () => anna);
  vi.advanceTimersByTime((seconds - 10) * 1_000);
  await expect(takeRequest(anna, "fetch")).rejects.toMatchObject({ facts: { seconds: 10 } });
  vi.advanceTimersByTime(10_000);
  expect(await letThrough(1_000, () => anna)).toBe(requests);
});

it("counts each class for itself", async () => {
  await letThrough(1_000, () => anna);
  await expect(takeRequest(anna, "usual")).resolves.toBeUndefined();
});

it.each([
  ["2", 2 * requests],
  ["0", 1_000],
  ["plenty", requests],
])("%s times the usual lets %i through", async (times, count) => {
  process.env.FORAGE_LIMITS_TIMES = times;
  expect(await letThrough(1_000, () => anna)).toBe(count);
});
