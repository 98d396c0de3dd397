import { describe, expect, it } from "vitest";
import { createThrottle, takeTry } from "./throttle";

const refused = expect.objectContaining({ code: "account/too-many-tries" });

/** How many of these tries get as far as their password. */
async function letThrough(
  tries: number,
  of: (index: number) => Parameters<typeof takeTry>[0],
): Promise<number> {
  let count = 0;
  for (let index = 0; index < tries; index++) {
    try {
      await takeTry(of(index));
      count++;
    } catch (error) {
      expect(error).toEqual(refused);
    }
  }
  return count;
}

describe("a thousand wrong tries at once", () => {
  it("from one address against many accounts: ten reach a password", async () => {
    const tried = await letThrough(1_000, (index) => ({
      address: "203.0.113.1",
      email: `one-${index}@example.org`,
      knownBrowser: null,
    }));
    expect(tried).toBe(10);
  });

  it("from a thousand addresses against one account: ten reach its password", async () => {
    const tried = await letThrough(1_000, (index) => ({
      address: `10.0.${index >> 8}.${index & 255}`,
      email: "wanted@example.org",
      knownBrowser: null,
    }));
    expect(tried).toBe(10);
  });

  it("from one IPv6 network: ten reach a password", async () => {
    const tried = await letThrough(1_000, (index) => ({
      address: `2001:db8:1:2::${index.toString(16)}`,
      email: `six-${index}@example.org`,
      knownBrowser: null,
    }));
    expect(tried).toBe(10);
  });

  it("from one IPv6 network whose zeros are left out: ten reach a password", async () => {
    const tried = await letThrough(1_000, (index) => ({
      address: `2001:db8::${(index + 1).toString(16)}:1:1:1`,
      email: `short-${index}@example.org`,
      knownBrowser: null,
    }));
    expect(tried).toBe(10);
  });

  it("keep nobody out who has signed in from this browser before, even from the busy address", async () => {
    const attack = (index: number) => ({
      address: index % 2 === 0 ? "203.0.113.9" : `10.9.${index >> 8}.${index & 255}`,
      email: "anna@example.org",
      knownBrowser: null,
    });
    await letThrough(1_000, attack);
    await expect(
      takeTry({ address: "203.0.113.9", email: "anna@example.org", knownBrowser: "hers" }),
    ).resolves.toBeDefined();
  });

  it("with one stolen mark of a known browser: ten reach the password", async () => {
    const tried = await letThrough(1_000, (index) => ({
      address: `10.8.${index >> 8}.${index & 255}`,
      email: "ben@example.org",
      knownBrowser: "stolen",
    }));
    expect(tried).toBe(10);
  });
});

describe("a throttle", () => {
  it("gives one try back each 30 seconds, and says how long to wait", () => {
    let now = 0;
    const throttle = createThrottle({ tries: 2, refillSeconds: 30 }, () => now);
    expect([throttle.take("a"), throttle.take("a"), throttle.take("a")]).toEqual([0, 0, 30]);
    now = 20_000;
    expect(throttle.take("a")).toBe(10);
    now = 30_000;
    expect([throttle.take("a"), throttle.take("a")]).toEqual([0, 30]);
    // 10 minutes give back no more than it began with
    now = 630_000;
    expect([throttle.take("a"), throttle.take("a"), throttle.take("a")]).toEqual([0, 0, 30]);
  });

  it("does not count what was right", () => {
    const throttle = createThrottle({ tries: 1, refillSeconds: 30 }, () => 0);
    for (let index = 0; index < 5; index++) {
      expect(throttle.take("a")).toBe(0);
      throttle.giveBack("a");
    }
    throttle.giveBack("a");
    expect([throttle.take("a"), throttle.take("a")]).toEqual([0, 30]);
  });
});
