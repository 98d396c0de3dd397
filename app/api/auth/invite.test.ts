import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { POST } from "@/app/api/auth/invite/route";
import { makeInvitation } from "@/server/accounts/teams";
import { cookiesOf, makePerson, makeTeam, type TestPerson } from "@/server/accounts/testing/people";
import { createTestDatabase, type TestDatabase } from "@/server/db/testing/test-database";
import { openPostOffice, type PostOffice } from "@/server/mail/testing/post-office";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let database: TestDatabase;
let office: PostOffice;
let folder: string;
let mira: TestPerson;
let team: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "forage-invite-"));
  vi.stubEnv("FORAGE_DATA_DIR", folder);
  vi.stubEnv("PORT", "3000");
  database = await createTestDatabase();
  office = await openPostOffice({ user: "forage", password: "x" });
  const settings = { HOST: "127.0.0.1", PORT: String(office.port), SECURITY: "none", USER: "forage" };
  const more = { PASSWORD: "x", FROM: "Forage <forage@example.org>" };
  for (const [name, value] of Object.entries({ ...settings, ...more }))
    vi.stubEnv(`FORAGE_SMTP_${name}`, value);
  mira = await makePerson("Mira\nSee https://evil.example", { password: "made before" });
  team = await makeTeam("Home", { [mira.id]: "admin" });
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await office.close();
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

async function send(token: string, email: string): Promise<{ status: number; code?: string }> {
  const request = new Request("http://127.0.0.1:3000/api/auth/invite", {
    method: "POST",
    headers: {
      host: "127.0.0.1:3000",
      origin: "http://127.0.0.1:3000",
      "content-type": "application/json",
      "x-forage-client": "page",
      cookie: await cookiesOf(mira, team),
    },
    body: JSON.stringify({ token, email }),
  });
  const answer = await POST(request, { params: Promise.resolve({}) });
  const body = (await answer.json()) as { error?: { code: string } };
  return { status: answer.status, ...(body.error ? { code: body.error.code } : {}) };
}

/** The text of a mail, as quoted-printable has it. */
function decoded(raw: string): string {
  const body = raw
    .replace(/=\r?\n/g, "")
    .replace(/=([0-9A-F]{2})/g, (_whole, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(body, "latin1").toString("utf8");
}

const invite = (teamId: string) =>
  makeInvitation({ userId: mira.id, teamId }, { role: "editor", days: 7, uses: 1 });

it("sends the link to the address that was typed, in the words of its sender and on no line of their own", async () => {
  const { token } = await invite(team);
  expect(await send(token, "otto@example.org")).toEqual({ status: 200 });
  const [mail] = office.mails;
  expect(mail?.to).toEqual(["otto@example.org"]);
  const text = decoded(mail?.raw ?? "");
  expect(text).toContain(`http://127.0.0.1:3000/join#${token}`);
  expect(text).toContain("Mira See https://evil.example invites you to “Home”");
  expect(text.split(/\r?\n/).filter((line) => line.startsWith("http"))).toHaveLength(1);
});

it("sends none for another team, for a link that is none, and not without end", async () => {
  const before = office.mails.length;
  const { token } = await invite(mira.id);
  expect(await send(token, "otto@example.org")).toEqual({ status: 410, code: "team/invitation-gone" });
  expect(await send("A".repeat(43), "otto@example.org")).toEqual({
    status: 410,
    code: "team/invitation-gone",
  });
  expect(office.mails).toHaveLength(before);
  const { token: good } = await invite(team);
  let last = { status: 200 };
  for (let sent = 0; sent < 25 && last.status === 200; sent++) last = await send(good, "otto@example.org");
  expect(last).toEqual({ status: 429, code: "account/too-many-tries" });
});
