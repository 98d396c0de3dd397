import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isAppError } from "@/lib/core/errors";
import { guardHost, guardMutation, guardRead } from "./guard";

type Guard = (request: Request) => void;

/** Request drops forbidden headers such as Host; a Headers object of our own keeps them. */
function request(headers: Record<string, string>): Request {
  return { headers: new Headers(headers) } as Request;
}

function verdict(guard: Guard, headers: Record<string, string>): string {
  try {
    guard(request(headers));
    return "passes";
  } catch (error) {
    return isAppError(error) ? error.code : "crashed";
  }
}

const OURS = { host: "127.0.0.1:3000" };
const FROM_PAGE = { ...OURS, origin: "http://127.0.0.1:3000", "sec-fetch-site": "same-origin" };
const REFUSED = "request/foreign-origin";

let port: string | undefined;
beforeEach(() => {
  port = process.env.PORT;
  process.env.PORT = "3000";
});
afterEach(() => {
  if (port === undefined) delete process.env.PORT;
  else process.env.PORT = port;
});

describe("guardHost", () => {
  it.each(["127.0.0.1:3000", "localhost:3000", "LOCALHOST:3000", "[::1]:3000"])("lets %s in", (host) => {
    expect(verdict(guardHost, { host })).toBe("passes");
  });

  it.each([
    "evil.example:3000",
    "evil.example",
    "127.0.0.1.evil.example:3000",
    "localhost.evil.example:3000",
    "127.0.0.1:3001",
    "127.0.0.1",
    "127.0.0.2:3000",
    "0.0.0.0:3000",
    "user@127.0.0.1:3000",
    "127.0.0.1:3000/path",
    "",
    "2130706433:3000",
  ])("refuses %s: a name rebound to this computer", (host) => {
    expect(verdict(guardHost, { host })).toBe(REFUSED);
  });

  it("refuses a request without Host", () => {
    expect(verdict(guardHost, {})).toBe(REFUSED);
  });

  it("takes a Host without a port as port 80", () => {
    process.env.PORT = "80";
    expect(verdict(guardHost, { host: "localhost" })).toBe("passes");
    expect(verdict(guardHost, { host: "localhost:80" })).toBe("passes");
  });
});

describe("guardRead", () => {
  it("lets the page, the address bar and a script read", () => {
    expect(verdict(guardRead, FROM_PAGE)).toBe("passes");
    expect(verdict(guardRead, { ...OURS, "sec-fetch-site": "none" })).toBe("passes");
    expect(verdict(guardRead, OURS)).toBe("passes");
  });

  it.each(["cross-site", "same-site"])("refuses a picture asked for by a %s page", (site) => {
    expect(verdict(guardRead, { ...OURS, "sec-fetch-site": site })).toBe(REFUSED);
  });
});

describe("guardMutation", () => {
  it.each([
    "application/json",
    "image/jpeg",
    "application/octet-stream",
    "multipart/form-data; boundary=x",
    "",
  ])("lets the page send %s", (type) => {
    expect(verdict(guardMutation, { ...FROM_PAGE, "content-type": type })).toBe("passes");
  });

  it.each([
    "http://evil.example",
    "http://127.0.0.1:3001",
    "https://127.0.0.1:3000",
    "http://localhost:3000",
    "null",
  ])("refuses the origin %s", (origin) => {
    expect(verdict(guardMutation, { ...OURS, origin, "content-type": "application/json" })).toBe(REFUSED);
  });

  it.each(["application/x-www-form-urlencoded", "text/plain", "text/plain;charset=UTF-8"])(
    "refuses a body of type %s even from here: only forms send it",
    (type) => {
      expect(verdict(guardMutation, { ...FROM_PAGE, "content-type": type })).toBe(REFUSED);
    },
  );

  it("refuses a foreign page's form post, with and without the headers browsers add", () => {
    const form = { ...OURS, "content-type": "multipart/form-data; boundary=x" };
    expect(
      verdict(guardMutation, { ...form, origin: "http://evil.example", "sec-fetch-site": "cross-site" }),
    ).toBe(REFUSED);
    expect(verdict(guardMutation, { ...form, origin: "null" })).toBe(REFUSED);
    expect(verdict(guardMutation, { ...form, "user-agent": "Mozilla/5.0 (old browser)" })).toBe(REFUSED);
  });

  it("lets a script send a multipart or raw body", () => {
    const curl = { ...OURS, "user-agent": "curl/8.5.0" };
    expect(verdict(guardMutation, { ...curl, "content-type": "multipart/form-data; boundary=x" })).toBe(
      "passes",
    );
    expect(verdict(guardMutation, { ...curl, "content-type": "image/jpeg" })).toBe("passes");
  });
});

describe("over TLS in the network", () => {
  const HOST = "192.168.1.7:3000";
  beforeEach(() => {
    process.env.FORAGE_TLS_HOSTS = `${HOST},kitchen.local:3000,forage.example`;
  });
  afterEach(() => {
    delete process.env.FORAGE_TLS_HOSTS;
  });

  it.each([HOST, "KITCHEN.local:3000", "forage.example", "127.0.0.1:3000"])("lets %s in", (host) => {
    expect(verdict(guardHost, { host })).toBe("passes");
  });

  it.each(["192.168.1.8:3000", "192.168.1.7", "kitchen.local.evil.example:3000", "evil.example", ""])(
    "refuses %j",
    (host) => {
      expect(verdict(guardHost, { host })).toBe(REFUSED);
    },
  );

  it("takes a change from its own https page alone", () => {
    const from = (origin: string) => verdict(guardMutation, { host: HOST, origin });
    expect(from(`https://${HOST}`)).toBe("passes");
    expect(from(`http://${HOST}`)).toBe(REFUSED);
    expect(from("https://kitchen.local:3000")).toBe(REFUSED);
    expect(verdict(guardMutation, { ...OURS, origin: "https://127.0.0.1:3000" })).toBe(REFUSED);
  });
});
