import { expect, it } from "vitest";
import { createSteps } from "./steps";

/** Steps whose clock moves by 1.5 s each time it is read. */
function steps() {
  const written: string[] = [];
  let time = 0;
  const clock = () => {
    time += 1_500;
    return time;
  };
  return { ...createSteps((text) => written.push(text), clock), text: () => written.join("") };
}

it("writes one line a step, with its time", async () => {
  const { run, text } = steps();
  expect(await run("Starting the database", async () => 5)).toBe(5);
  await run("Starting the web server", async () => undefined);
  expect(text()).toBe("Starting the database … 1.5 s\nStarting the web server … 1.5 s\n");
});

it("names a step before it is done", async () => {
  const { run, text } = steps();
  await run("Building the pages", async () => expect(text()).toBe("Building the pages … "));
});

it("keeps what is said during a step for the line after it", async () => {
  const { run, say, text } = steps();
  await run("Starting the database", async () => say("Took over the last run's."));
  say("Ready.");
  expect(text()).toBe("Starting the database … 1.5 s\nTook over the last run's.\nReady.\n");
});

it("says that a step failed, then passes the error on", async () => {
  const { run, say, text } = steps();
  const failing = run("Building the pages", async () => {
    say("all it printed");
    throw new Error("no space");
  });
  await expect(failing).rejects.toThrow("no space");
  expect(text()).toBe("Building the pages … failed after 1.5 s\nall it printed\n");
});
