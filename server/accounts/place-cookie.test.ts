import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/server/db/testing/test-database";
import { placeCookies } from "./place-cookie";
import { chooseTeam, makeFirst, signOut } from "./sign-in";
import { cookiesOf, makePerson, makeTeam } from "./testing/people";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let database: TestDatabase;
beforeAll(async () => {
  process.env.FORAGE_SECRET = "s".repeat(40);
  database = await createTestDatabase();
});
afterAll(async () => {
  delete process.env.FORAGE_SECRET;
  await database.drop();
});

const headersWith = (cookie = "") => new Headers({ host: "127.0.0.1", cookie });
const placeOf = async (cookie: string, set: readonly string[] = []) =>
  /(?:^|; )forage-place=([\w-]*);/.exec((await placeCookies(headersWith(cookie), set)).join("; "))?.[1];

// the first test: nobody has an account yet
it("of the first admin is the one of who was alone here, so that their unsaved work is still there", async () => {
  const given = { name: "First", email: "first@example.org", password: "a long password" };
  const { cookies } = await makeFirst(headersWith(), given);
  expect((await placeCookies(headersWith(), cookies))[0]).toMatch(/^forage-place=;.*Max-Age=0/);
});

it("is another for each person and each of their teams, the same again later, and says nothing", async () => {
  const [anna, ben] = [await makePerson("Anna"), await makePerson("Ben")];
  const kitchen = await makeTeam("Kitchen", { [anna.id]: "admin", [ben.id]: "editor" });
  const [annas, bens] = [await cookiesOf(anna), await cookiesOf(ben)];
  const chosen = await chooseTeam(anna.id, kitchen);
  const places = [await placeOf(annas), await placeOf(bens), await placeOf(annas, chosen.cookies)];
  for (const place of places) expect(place).toMatch(/^[\w-]{16}$/);
  expect(new Set(places).size).toBe(3);
  expect(await placeOf(await cookiesOf(anna))).toBe(places[0]);
  // the page reads it: it is no secret
  const [cookie] = await placeCookies(headersWith(annas), []);
  expect(cookie).not.toMatch(/HttpOnly/);
  expect(cookie).not.toContain(anna.id);
});

it("is taken away with the sign-out", async () => {
  const cookie = await cookiesOf(await makePerson("Cleo"));
  const { cookies } = await signOut(headersWith(cookie));
  expect((await placeCookies(headersWith(cookie), cookies))[0]).toMatch(/^forage-place=;.*Max-Age=0/);
});

it("comes with the end of a team that the person before had chosen in this browser", async () => {
  const [anna, ben] = [await makePerson("Anna"), await makePerson("Ben")];
  const kitchen = await makeTeam("Kitchen", { [anna.id]: "admin" });
  const [team, place] = await placeCookies(headersWith(await cookiesOf(ben, kitchen)), []);
  expect(team).toMatch(/^forage-team=;.*Max-Age=0/);
  expect(place?.split(";")[0]).toBe(`forage-place=${await placeOf(await cookiesOf(ben))}`);
  expect(await placeCookies(headersWith(await cookiesOf(anna, kitchen)), [])).toHaveLength(1);
});
