import { afterEach, describe, expect, it, vi } from "vitest";
import { readCookie, SESSION_COOKIE, setCookie } from "./cookies";

afterEach(() => {
  vi.unstubAllEnvs();
});

describe("over TLS", () => {
  const name = `__Host-${SESSION_COOKIE}`;

  it("a cookie is for this host and this site's pages alone, over TLS, and out of reach of scripts", () => {
    vi.stubEnv("FORAGE_TLS", "1");
    expect(setCookie(SESSION_COOKIE, "a b", 60)).toBe(
      `${name}=a%20b; Path=/; HttpOnly; SameSite=Lax; Max-Age=60; Secure`,
    );
  });

  it("one that a neighbouring name of the site could have planted is not read", () => {
    vi.stubEnv("FORAGE_TLS", "1");
    const planted = `${SESSION_COOKIE}=theirs; __Secure-${SESSION_COOKIE}=theirs`;
    expect(readCookie(new Headers({ cookie: planted }), SESSION_COOKIE)).toBeUndefined();
    expect(readCookie(new Headers({ cookie: `${planted}; ${name}=ours` }), SESSION_COOKIE)).toBe("ours");
  });
});

it("at this computer alone, over plain HTTP, a cookie has no prefix, which a browser would not take", () => {
  expect(setCookie(SESSION_COOKIE, "x", 60)).toMatch(/^forage\.session_token=x; (?!.*Secure)/);
});
