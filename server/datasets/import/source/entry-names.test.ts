import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, it } from "vitest";
import { ZipFile } from "yazl";
import { createNameReader } from "./entry-names";
import { openZipSource } from "./zip-source";

const entry = (bytes: Uint8Array, flags = 0) => {
  const fileNameRaw = Buffer.from(bytes);
  return { fileName: "", fileNameRaw, generalPurposeBitFlag: flags, extraFields: [] };
};
const hex = (digits: string) => Uint8Array.from(Buffer.from(digits.replaceAll(" ", ""), "hex"));
const ascii = (text: string) => Uint8Array.from(Buffer.from(text, "latin1"));
const joined = (...parts: readonly Uint8Array[]) => Uint8Array.from(parts.flatMap((part) => [...part]));

/** The bytes of names as old systems wrote them. */
const SHASHIN = hex("8e ca 90 5e"); // 写真 in Shift-JIS
const TOMATO = hex("83 67 83 7d 83 67"); // トマト in Shift-JIS
const PINGGUO = hex("c6 bb b9 fb"); // 苹果 in GBK
const XIANGJIAO = hex("cf e3 bd b6"); // 香蕉 in GBK

it.each([
  [
    "Shift-JIS",
    [joined(SHASHIN, ascii("/1.jpg")), joined(TOMATO, ascii(".txt"))],
    ["写真/1.jpg", "トマト.txt"],
  ],
  ["GBK", [joined(PINGGUO, ascii("/a.jpg")), joined(XIANGJIAO, ascii(".txt"))], ["苹果/a.jpg", "香蕉.txt"]],
  [
    "the PC's signs",
    [joined(ascii("fr"), hex("81"), ascii("hst"), hex("81"), ascii("ck.jpg"))],
    ["frühstück.jpg"],
  ],
  ["UTF-8 without a word of it", [Uint8Array.from(Buffer.from("café/写真.jpg"))], ["café/写真.jpg"]],
])("reads names in %s", (_, names, expected) => {
  const entries = names.map((name) => entry(name));
  const read = createNameReader(entries);
  expect(entries.map((one) => read(one).name)).toEqual(expected);
});

it("believes an entry that says it is UTF-8, and keeps no other reading", () => {
  const told = entry(Uint8Array.from(Buffer.from("écran.jpg")), 0x800);
  expect(createNameReader([told, entry(SHASHIN)])(told)).toEqual({ name: "écran.jpg", readings: [] });
});

it("keeps the other readings of a name that could be in several encodings", () => {
  const one = entry(joined(PINGGUO, ascii(".jpg")));
  const { readings } = createNameReader([one])(one);
  expect(readings.length).toBeGreaterThan(0);
  expect(readings).not.toContain("苹果.jpg");
});

it("opens an archive whose names say nothing of their encoding", async () => {
  const zip = new ZipFile();
  zip.addBuffer(Buffer.from("x"), "AAAA.jpg");
  zip.end();
  const parts: Buffer[] = [];
  for await (const part of zip.outputStream) parts.push(part as Buffer);
  const bytes = Buffer.concat(parts);
  for (let at = bytes.indexOf("AAAA"); at >= 0; at = bytes.indexOf("AAAA", at)) bytes.set(SHASHIN, at);
  for (const [mark, offset] of [
    ["PK\x03\x04", 6],
    ["PK\x01\x02", 8],
  ] as const)
    bytes.writeUInt16LE(0, bytes.indexOf(mark, 0, "latin1") + offset);
  const folder = mkdtempSync(path.join(tmpdir(), "forage-zip-names-"));
  writeFileSync(path.join(folder, "set.zip"), bytes);
  const source = await openZipSource(path.join(folder, "set.zip"));
  expect(source.entries.map((one) => one.path)).toEqual(["写真.jpg"]);
  expect(Buffer.from(await source.read("写真.jpg", 10)).toString()).toBe("x");
  await source.close();
  rmSync(folder, { recursive: true });
});
