import { expect, it } from "vitest";
import { readXml } from "./read-xml";
import { memorySource } from "./testing/memory-source";

const read = (content: string | Uint8Array) => readXml(memorySource({ "a.xml": content }), "a.xml");
const latin1 = (text: string) => Uint8Array.from(Buffer.from(text, "latin1"));

it.each([
  ["signs by number", "<annotation><name>caf&#233; &#x1F34E; &amp; co</name></annotation>", "café 🍎 & co"],
  [
    "an ampersand before a number",
    "<annotation><name>&amp;#233; &#38;lt;</name></annotation>",
    "&#233; &lt;",
  ],
  [
    "ISO-8859-1",
    latin1('<?xml version="1.0" encoding="ISO-8859-1"?><annotation><name>caf\xe9</name></annotation>'),
    "café",
  ],
  [
    "Shift-JIS",
    Uint8Array.from([
      ...latin1('<?xml version="1.0" encoding="Shift_JIS"?><annotation><name>'),
      0x83,
      0x67,
      0x83,
      0x7d,
      0x83,
      0x67,
      ...latin1("</name></annotation>"),
    ]),
    "トマト",
  ],
  [
    "UTF-16",
    Uint8Array.from(
      Buffer.from(
        '\ufeff<?xml version="1.0" encoding="UTF-16"?><annotation><name>café</name></annotation>',
        "utf16le",
      ),
    ),
    "café",
  ],
  ["a DOCTYPE", '<!DOCTYPE annotation SYSTEM "voc.dtd"><annotation><name>egg</name></annotation>', "egg"],
  [
    "a DOCTYPE with a list of elements",
    "<!DOCTYPE annotation [\n<!ELEMENT name (#PCDATA)>\n]><annotation><name>egg</name></annotation>",
    "egg",
  ],
  [
    "elements that are words of JavaScript",
    "<annotation><constructor>x</constructor><toString/><name>egg</name></annotation>",
    "egg",
  ],
])("reads XML with %s", async (_, content, name) => {
  expect(await read(content)).toMatchObject({ annotation: { name } });
});

it("refuses entities of the file's own, and an encoding that is not the one it says", async () => {
  const bomb = '<!DOCTYPE a [<!ENTITY x "yy"><!ENTITY z "&x;&x;">]><annotation><name>&z;</name></annotation>';
  await expect(read(bomb)).rejects.toMatchObject({ facts: { reason: /entities of its own/ } });
  const wrong = latin1('<?xml version="1.0" encoding="UTF-8"?><annotation><name>caf\xe9</name></annotation>');
  await expect(read(wrong)).rejects.toMatchObject({ code: "import/unreadable-labels" });
  const unknown = '<?xml version="1.0" encoding="klingon"?><annotation/>';
  await expect(read(unknown)).rejects.toMatchObject({ code: "import/unreadable-labels" });
});
