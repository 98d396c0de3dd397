import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { expect, it } from "vitest";
import { readAgain } from "./read-again";

/** A query on the page, whose answers come when they are told to. */
function setUp() {
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const answers: ((value: string) => void)[] = [];
  const queryFn = () => new Promise<string>((resolve) => answers.push(resolve));
  const observer = new QueryObserver(queries, { queryKey: ["jobs", "list"], queryFn });
  observer.subscribe(() => undefined);
  const read = () => readAgain(queries, [{ queryKey: ["jobs"] }]);
  const rest = () => new Promise((resolve) => setImmediate(resolve));
  return { answers, read, rest, shown: () => observer.getCurrentResult().data };
}

it("asks again when the first answer was under way as the change came", async () => {
  const { answers, read, rest, shown } = setUp();
  const reading = read();
  await rest();
  expect(answers).toHaveLength(1);
  answers[0]?.("from before the change");
  await rest();
  await rest();
  answers[1]?.("from after it");
  await reading;
  expect(shown()).toBe("from after it");
  expect(answers).toHaveLength(2);
});

it("asks once when there is an answer, and again at once when a later one is under way", async () => {
  const { answers, read, rest, shown } = setUp();
  answers[0]?.("first");
  await rest();
  void read();
  await rest();
  expect(answers).toHaveLength(2);
  const reading = read();
  await rest();
  answers[1]?.("from before the change");
  answers[2]?.("from after it");
  await reading;
  expect(shown()).toBe("from after it");
  expect(answers).toHaveLength(3);
});
