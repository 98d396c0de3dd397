import { beforeEach, expect, it } from "vitest";
import { noteSessionEnd, noteWho, pageSession } from "./session";

const HOME = { userId: "mira", teamId: "home", teamName: "Home" };
const OWN = { userId: "mira", teamId: "mira", teamName: "Mira" };
const end = () => pageSession.getState().end;

beforeEach(() => pageSession.setState({ owner: null, end: null, isLeaving: false }));

it("belongs to the first who is here, and goes on when they have signed in again", () => {
  expect(noteWho(HOME, ["home", "mira"])).toBe(false);
  noteSessionEnd();
  expect(end()).toEqual({ is: "signed-out" });
  expect(noteWho(HOME, ["home", "mira"])).toBe(false);
  expect(end()).toBeNull();
});

it("is nobody else's", () => {
  noteWho(HOME, ["home"]);
  noteSessionEnd();
  expect(noteWho({ ...HOME, userId: "otto" }, ["home"])).toBe(true);
  expect(end()).toEqual({ is: "signed-out" });
});

it("tells a team that was left from one that another window has gone to", () => {
  noteWho(HOME, ["home", "mira"]);
  noteWho(OWN, ["home", "mira"]);
  expect(end()).toEqual({ is: "other-team", teamName: "Mira" });
  noteWho(OWN, ["mira"]);
  expect(end()).toEqual({ is: "out-of-team" });
  noteWho(HOME, ["home", "mira"]);
  expect(end()).toBeNull();
});
