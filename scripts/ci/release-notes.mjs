// The changelog's words about one version: node scripts/ci/release-notes.mjs 1.2.3
import { readFileSync } from "node:fs";

const version = process.argv[2] ?? "";
const changelog = readFileSync(new URL("../../CHANGELOG.md", import.meta.url), "utf8");
const sections = changelog.split(/^(?=## )/m);
const own = sections.find((text) => text.startsWith(`## ${version} `) || text.startsWith(`## ${version}\n`));
if (version === "" || own === undefined) {
  console.error(`CHANGELOG.md says nothing about version "${version}": add it before the tag.`);
  process.exit(1);
}
if (/^## .*unreleased/.test(own)) {
  console.error(`CHANGELOG.md still calls ${version} unreleased: give it a date before the tag.`);
  process.exit(1);
}
process.stdout.write(
  own
    .slice(own.indexOf("\n") + 1)
    .trim()
    .concat("\n"),
);
