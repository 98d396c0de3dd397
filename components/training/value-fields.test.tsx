import { NextIntlClientProvider } from "next-intl";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import en from "@/lib/client/messages/en.json";
import { startTrainingSchema } from "@/lib/contracts/training";
import { givenValues, ValueFields } from "./value-fields";

const TRAINERS = [
  { name: "yolo", title: "YOLO11n" },
  { name: "fcos", title: "FCOS" },
];

function render(trainers = TRAINERS, wrong: readonly string[] = []): string {
  return renderToStaticMarkup(
    <NextIntlClientProvider locale="en" messages={en} timeZone="UTC">
      <ValueFields trainers={trainers} values={{}} wrong={new Set(wrong)} onChange={() => undefined} />
    </NextIntlClientProvider>,
  );
}

describe("values of a run", () => {
  it("says what a value does and what it is where nothing is said", () => {
    const html = render();
    expect(html).toContain("How the learning rate falls over the run");
    expect(html).toContain("not at all. Default: cosine.");
    expect(html).toContain("Default: 0.02.");
    expect(html).toContain(">sgd</option>");
  });

  it("asks for a trainer only where there are several", () => {
    expect(render()).toContain(">FCOS</option>");
    expect(render(TRAINERS.slice(0, 1))).not.toContain("Trainer");
  });

  it("says under a value that it cannot be used", () => {
    expect(render(TRAINERS, ["momentum"])).toContain("This cannot be used. How much of the last step");
  });

  it("leaves what is empty to the config, and what is no number to the check", () => {
    const given = givenValues({ lr: "", schedule: "linear", momentum: " 0.9 ", weightDecay: "much" });
    expect(given).toEqual({ schedule: "linear", momentum: 0.9, weightDecay: Number.NaN });
    const request = { version: 1, epochs: 1, configs: [{ name: "a", values: given }] };
    expect(startTrainingSchema.safeParse(request).error?.issues.map(({ path }) => path.at(-1))).toEqual([
      "weightDecay",
    ]);
  });
});
