import { expect, it } from "vitest";
import { decodeForeignText } from "./text-encoding";

const decode = (bytes: Uint8Array, said = "") =>
  decodeForeignText(bytes, (label, input, fatal) => new TextDecoder(label, { fatal }).decode(input), said);
const latin = (text: string) => Uint8Array.from(text, (sign) => sign.charCodeAt(0));
const utf8 = (text: string) => new TextEncoder().encode(text);

it.each([
  ["a page that says ISO-8859-1", latin('<meta charset="iso-8859-1"><p>Crème brûlée'), "", "Crème brûlée"],
  [
    "a page that says it the old way",
    latin('<meta http-equiv="Content-Type" content="text/html; charset=ISO-8859-1"><p>Crème'),
    "",
    "Crème",
  ],
  ["an XML declaration", latin('<?xml version="1.0" encoding="windows-1252"?><p>Crème'), "", "Crème"],
  ["what HTTP says", latin("<p>Crème"), "latin1", "Crème"],
  [
    "quotes and the euro of windows-1252 under the name of latin1",
    Uint8Array.of(0x93, 0x80, 0x94),
    "iso-8859-1",
    "“€”",
  ],
  ["bytes that say nothing and are no UTF-8", latin("<p>Crème"), "", "Crème"],
  ["UTF-8 that says nothing", utf8("<p>Crème"), "", "Crème"],
  ["UTF-8 under a wrong label", utf8('<meta charset="iso-8859-1"><p>Crème'), "", "Crème"],
  ["UTF-8 with a mark under another label", utf8('\uFEFF<meta charset="iso-8859-1"><p>Crème'), "", "Crème"],
  ["a label nobody knows", utf8('<meta charset="x-unknown-9"><p>Crème'), "", "Crème"],
  ["Shift-JIS", Uint8Array.of(...latin('<meta charset="shift_jis">'), 0x83, 0x4a), "", "カ"],
  ["UTF-16 with a mark", Uint8Array.of(0xff, 0xfe, 0x7b, 0, 0xe8, 0), "", "{è"],
  ["UTF-16 without one", Uint8Array.of(0x7b, 0, 0xe8, 0), "", "{è"],
  ["one broken byte in UTF-8", Uint8Array.of(...utf8("èèèèèè"), 0xff), "", "èèèèèè\ufffd"],
])("reads %s", (_, bytes, said, text) => {
  expect(decode(bytes, said)).toContain(text);
});
