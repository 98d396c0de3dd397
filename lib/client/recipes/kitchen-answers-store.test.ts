import { expect, it } from "vitest";
import { answerFood, NO_ANSWERS } from "@/lib/core/recipes/kitchen-answers";
import { createKitchenAnswersStore } from "./kitchen-answers-store";
import { memoryOf } from "./testing/memory-of";

const no = (photoId: string) => (answers: typeof NO_ANSWERS) =>
  answerFood(answers, "onion", false, [{ photoId, boxIds: ["x"] }]);

it("keeps answers over a reload, for the photos that are still there", () => {
  const memory = memoryOf();
  createKitchenAnswersStore(memory).getState().change(no("a"), ["a", "b"]);
  expect(createKitchenAnswersStore(memory).getState().answers.photos).toEqual({
    a: { there: {}, gone: { onion: ["x"] }, taken: {} },
  });
  createKitchenAnswersStore(memory).getState().change(no("b"), ["b"]);
  expect(Object.keys(createKitchenAnswersStore(memory).getState().answers.photos)).toEqual(["b"]);
});

it("starts afresh from what it cannot read", () => {
  const memory = memoryOf({ "kitchen-answers": '{"photos":[]}' });
  expect(createKitchenAnswersStore(memory).getState().answers).toEqual(NO_ANSWERS);
});
