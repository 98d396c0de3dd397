import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { knowPageValues } from "@/server/environment/environment-value";
import { isMailSet } from "./mail-settings";
import { sendMail } from "./send-mail";
import { openPostOffice, type PostOffice } from "./testing/post-office";

const NAMES = ["HOST", "PORT", "SECURITY", "USER", "PASSWORD", "FROM"].map((name) => `FORAGE_SMTP_${name}`);
let office: PostOffice;
let before: Record<string, string | undefined>;

beforeEach(async () => {
  before = Object.fromEntries(NAMES.map((name) => [name, process.env[name]]));
  for (const name of NAMES) delete process.env[name];
  office = await openPostOffice({ user: "forage", password: "not-for-logs" });
  Object.assign(process.env, {
    FORAGE_SMTP_HOST: "127.0.0.1",
    FORAGE_SMTP_PORT: String(office.port),
    FORAGE_SMTP_SECURITY: "none",
    FORAGE_SMTP_USER: "forage",
    FORAGE_SMTP_PASSWORD: "not-for-logs",
    FORAGE_SMTP_FROM: "Forage <forage@example.org>",
  });
});

afterEach(async () => {
  await office.close();
  knowPageValues(new Map());
  for (const [name, value] of Object.entries(before)) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
});

const mail = {
  to: "mira@example.org",
  subject: "A new password",
  text: "Hello Mira,\n\nhttps://example.org/x\n",
};

describe("a mail", () => {
  it("arrives as plain text from the sender that is set", async () => {
    await sendMail(mail);
    expect(office.mails).toHaveLength(1);
    const [{ to, from, raw } = { to: [""], from: "", raw: "" }] = office.mails;
    expect([from, to]).toEqual(["forage@example.org", ["mira@example.org"]]);
    expect(raw).toMatch(/^Subject: A new password\r$/m);
    expect(raw).toMatch(/^Content-Type: text\/plain; charset=utf-8\r$/m);
    expect(raw).toContain("https://example.org/x");
  });

  it("goes to one person, whatever the address holds", async () => {
    await sendMail({ ...mail, to: "mira@example.org, eve@example.org" }).catch(() => undefined);
    await sendMail({ ...mail, to: "mira@example.org\r\nBcc: eve@example.org" }).catch(() => undefined);
    expect(office.mails.flatMap(({ to }) => to)).not.toContain("eve@example.org");
  });

  it("has no second header in its subject", async () => {
    await sendMail({ ...mail, subject: "Hello\r\nBcc: eve@example.org" });
    expect(office.mails[0]?.raw).toMatch(/^Subject: Hello Bcc: eve@example.org\r$/m);
    expect(office.mails[0]?.to).toEqual(["mira@example.org"]);
  });
});

describe("a mail that cannot be sent", () => {
  it("says what the server answered, without the password", async () => {
    process.env.FORAGE_SMTP_PASSWORD = "wrong-password";
    const error: unknown = await sendMail(mail).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: "mail/failed", facts: { host: "127.0.0.1" } });
    expect(JSON.stringify(error)).not.toContain("wrong-password");
  });

  it("is not sent unencrypted unless that is allowed", async () => {
    delete process.env.FORAGE_SMTP_SECURITY;
    await expect(sendMail(mail)).rejects.toMatchObject({ code: "mail/failed" });
    expect(office.mails).toEqual([]);
  });

  it("names a server that is away", async () => {
    const { port } = office;
    await office.close();
    await expect(sendMail(mail)).rejects.toMatchObject({ code: "mail/failed" });
    office = await openPostOffice({ user: "forage", password: "x" });
    expect(port).toBeGreaterThan(0);
  });

  it("names the setting that is missing or wrong", async () => {
    process.env.FORAGE_SMTP_PORT = "many";
    await expect(sendMail(mail)).rejects.toMatchObject({ facts: { setting: "FORAGE_SMTP_PORT" } });
    delete process.env.FORAGE_SMTP_HOST;
    expect(isMailSet()).toBe(false);
    await expect(sendMail(mail)).rejects.toMatchObject({ code: "mail/not-set" });
  });
});

it("a server set on the page is used where the environment names none", async () => {
  const { FORAGE_SMTP_HOST, FORAGE_SMTP_FROM } = process.env;
  for (const name of ["FORAGE_SMTP_HOST", "FORAGE_SMTP_FROM"]) delete process.env[name];
  expect(isMailSet()).toBe(false);
  knowPageValues(new Map(Object.entries({ FORAGE_SMTP_HOST, FORAGE_SMTP_FROM }) as [string, string][]));
  await sendMail(mail);
  expect(office.mails).toHaveLength(1);
});
