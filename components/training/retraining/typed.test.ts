import { describe, expect, it } from "vitest";
import { USUAL_RETRAINING } from "@/lib/contracts/retraining";
import { toSettings, toTyped } from "./typed";

const usual = { ...USUAL_RETRAINING, isOn: true };

describe("the form", () => {
  it.each([
    usual,
    { ...usual, afterCorrections: null, onDrift: true },
    { ...usual, cron: "0 3 * * 1" },
    { ...usual, cron: "30 1 1 * *" },
    { ...usual, values: { trainer: "fcos", lr: 0.002, mosaic: 0.1 }, tracker: "mlflow" },
  ])("gives back what it was given: %j", (settings) =>
    expect(toSettings(toTyped(settings)).settings).toEqual(settings),
  );

  it("names the fields that cannot be saved", () => {
    const typed = {
      ...toTyped(usual),
      afterCorrections: "9",
      times: "own",
      cron: "mondays",
      epochs: "",
      values: { lr: "fast" },
    } as const;
    const { settings, wrong } = toSettings(typed);
    expect(settings).toBeUndefined();
    expect([...wrong].sort()).toEqual(["afterCorrections", "cron", "epochs", "lr"]);
  });

  it("keeps a line that is not asked for out of the way", () =>
    expect(toSettings({ ...toTyped(usual), times: "never", cron: "mondays" }).settings?.cron).toBeNull());
});
