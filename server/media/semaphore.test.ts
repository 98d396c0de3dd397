import { expect, it } from "vitest";
import { createSemaphore } from "./semaphore";

it("never starts a task that was given up while it waited, and lets the next one in", async () => {
  const oneAtATime = createSemaphore(1);
  const started: string[] = [];
  let end = () => {};
  const isOver = new Promise<void>((resolve) => {
    end = resolve;
  });
  const first = oneAtATime(() => {
    started.push("first");
    return isOver;
  });
  const gone = new AbortController();
  const second = oneAtATime(async () => void started.push("second"), gone.signal);
  const third = oneAtATime(async () => void started.push("third"));
  gone.abort();
  end();
  await expect(second).rejects.toMatchObject({ code: "detection/cancelled" });
  await Promise.all([first, third]);
  expect(started).toEqual(["first", "third"]);
});
