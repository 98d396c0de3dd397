import { afterEach, expect, it, vi } from "vitest";

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

it("keeps the browser's offer until it is used, and asks once", async () => {
  const page = new EventTarget();
  vi.stubGlobal("window", page);
  const { askToInstall, followInstallOffer, isInstallOffered } = await import("./install-prompt");
  const told = vi.fn();
  followInstallOffer(told);
  const prompt = vi.fn(async () => undefined);
  const event = Object.assign(new Event("beforeinstallprompt", { cancelable: true }), { prompt });
  page.dispatchEvent(event);
  expect([event.defaultPrevented, isInstallOffered(), told.mock.calls.length]).toEqual([true, true, 1]);
  await askToInstall();
  await askToInstall();
  expect(prompt).toHaveBeenCalledOnce();
  expect(isInstallOffered()).toBe(false);
});

it.each([
  ["Mozilla/5.0 (iPhone) Version/18.1 Mobile/15E148 Safari/604.1", 5, true, false, "ios"],
  ["Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/18.1 Safari/605.1.15", 5, true, false, "ios"],
  ["Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/18.1 Safari/605.1.15", 0, true, false, "menu"],
  ["Mozilla/5.0 (Linux; Android 10; K) Chrome/131.0.0.0 Mobile Safari/537.36", 5, true, false, "menu"],
  ["Mozilla/5.0 (iPhone) Version/18.1 Mobile/15E148 Safari/604.1", 5, false, false, "insecure"],
  ["Mozilla/5.0 (iPhone) Version/18.1 Mobile/15E148 Safari/604.1", 5, true, true, "installed"],
] as const)(
  "on %s (%i touch points, secure %s, standalone %s) is %s",
  async (userAgent, maxTouchPoints, isSecure, isStandalone, way) => {
    const { installWay } = await import("./install-prompt");
    expect(installWay({ userAgent, maxTouchPoints, isSecure, isStandalone })).toBe(way);
  },
);
