import { describe, expect, it } from "vitest";
import type { Acquaintance } from "@/lib/core/data-errors/judged-photo";
import { type Candidate, chooseJudge } from "./judges";

const photo = { sha256: "a", source: "pantry", groupKey: "a" };
const model = (modelId: string, acquaintance: Acquaintance): Candidate => ({
  modelId,
  acquaintance: () => acquaintance,
});

describe("a photo's judge", () => {
  it.each(["unseen", "chosen-by"] as const)("is the champion where the photo is %s to it", (acquaintance) => {
    const chosen = chooseJudge([model("champion/1", acquaintance), model("other/1", "unseen")], photo);
    expect(chosen).toEqual({ modelId: "champion/1", acquaintance });
  });

  it.each(["seen", "unknown"] as const)(
    "is the first model that has not seen it where it is %s to the champion",
    (acquaintance) => {
      const others = [model("a/1", "seen"), model("b/1", "unseen"), model("c/1", "unseen")];
      expect(chooseJudge([model("champion/1", acquaintance), ...others], photo).modelId).toBe("b/1");
    },
  );

  it("is the champion, and said to have seen it, where every model has or may have", () => {
    const others = [model("a/1", "seen"), model("b/1", "unknown")];
    expect(chooseJudge([model("champion/1", "seen"), ...others], photo)).toEqual({
      modelId: "champion/1",
      acquaintance: "seen",
    });
  });
});
