import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { projectPath } from "@/server/storage/project-root";
import { allowedSchema, graveOnes, readNpm, readPip } from "./findings";

const bad = {
  source: 1101,
  name: "left",
  title: "Reads any file",
  url: "https://example.org/advisories/GHSA-aaaa-bbbb-cccc",
  severity: "high",
};
const npmText = (via: readonly unknown[]) =>
  JSON.stringify({
    vulnerabilities: { left: { via }, right: { via: ["left"] } },
    metadata: { dependencies: { prod: 7 } },
  });
const found = { id: "GHSA-aaaa-bbbb-cccc", package: "left", severity: "high", title: "Reads any file" };

describe("npm's answer", () => {
  it("names each weakness once, where it comes from", () => {
    expect(readNpm(npmText([bad]))).toEqual({ findings: [found], looked: "7 packages of npm" });
  });

  it.each([
    "",
    "no JSON",
    '{"message":"405 Method Not Allowed","statusCode":405}',
    '{"error":{"code":"ENOAUDIT"}}',
  ])("%j is no answer, and not one without weaknesses", (text) =>
    expect(readNpm(text)).toHaveProperty("silent"),
  );
});

describe("the Python index's answer", () => {
  const skipped = { name: "b", version: "1", skip_reason: "Dependency not found" };

  it("counts only packages that it knows", () => {
    const vulns = [
      { id: "PYSEC-1", aliases: ["CVE-1", "GHSA-dddd-eeee-ffff"], description: "Runs code\nlong" },
    ];
    expect(readPip(JSON.stringify({ dependencies: [{ name: "a", vulns }, skipped] }))).toEqual({
      findings: [{ id: "GHSA-dddd-eeee-ffff", package: "a", severity: "unknown", title: "Runs code" }],
      looked: "1 of 2 packages of Python",
    });
  });

  it("that knows none of them is no answer, whatever pip-audit calls it", () => {
    expect(readPip(JSON.stringify({ dependencies: [skipped, skipped] }))).toHaveProperty("silent");
    expect(readPip("No known vulnerabilities found")).toHaveProperty("silent");
  });
});

describe("a change is stopped", () => {
  const allowed = [
    {
      id: found.id,
      package: "left",
      reason: "nothing of ours calls what is broken",
      since: "2026-11-01",
      until: "2026-12-31",
    },
  ];

  it("by what is high, critical or of unknown weight, and by nothing less", () => {
    const weights = ["info", "low", "moderate", "high", "critical", "unknown"];
    const grave = graveOnes(
      weights.map((severity) => ({ ...found, severity })),
      [],
      "2026-12-01",
    );
    expect(grave.map(({ severity }) => severity)).toEqual(["high", "critical", "unknown"]);
  });

  it.each([
    ["2026-10-31", 1],
    ["2026-11-01", 0],
    ["2026-12-31", 0],
    ["2027-01-01", 1],
  ])("on %s by %i finding that is allowed for two months", (today, count) => {
    expect(graveOnes([found], allowed, today)).toHaveLength(count);
  });

  it("by the same weakness in another package", () => {
    expect(graveOnes([{ ...found, package: "other" }], allowed, "2026-12-01")).toHaveLength(1);
  });
});

it("the list of what is allowed says why and until when", () => {
  const text = readFileSync(projectPath("scripts", "audit", "allowed.json"), "utf8");
  expect(() => allowedSchema.parse(JSON.parse(text))).not.toThrow();
});
