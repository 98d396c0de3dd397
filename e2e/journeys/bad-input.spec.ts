import sharp from "sharp";
import { exampleBytes } from "./example-photos";
import { FRUIT } from "./forage-page";
import { expect, test } from "./test";

async function oneColour(width: number, height: number): Promise<Buffer> {
  return sharp({ create: { width, height, channels: 3, background: "#7a8f5a" } })
    .png()
    .toBuffer();
}

/** A PNG header that claims 30,000 × 30,000 px over a body of nothing. */
function bomb(): Buffer {
  const small = Buffer.from("89504e470d0a1a0a0000000d494844520000753000007530080200000000000000", "hex");
  return Buffer.concat([small, Buffer.alloc(200)]);
}

/** A grey BMP of 24 bits. */
function bmpOf(width: number, height: number): Buffer {
  const bytes = Buffer.alloc(54 + Math.ceil((width * 3) / 4) * 4 * height, 0x88);
  bytes.fill(0, 0, 54);
  bytes.write("BM");
  for (const [at, value] of [
    [10, 54],
    [14, 40],
    [18, width],
    [22, height],
    [26, 1 | (24 << 16)],
  ] as const)
    bytes.writeUInt32LE(value, at);
  return bytes;
}

const REFUSED: readonly { name: string; body: () => Promise<Buffer> | Buffer; says: RegExp }[] = [
  {
    name: "notes.jpg",
    body: () => Buffer.from("Dear diary, no photo today."),
    says: /notes\.jpg is not a picture/,
  },
  { name: "empty.jpg", body: () => Buffer.alloc(0), says: /empty\.jpg is an empty file/ },
  {
    name: "short.jpg",
    body: async () => {
      const whole = await sharp(await exampleBytes("board"))
        .jpeg()
        .toBuffer();
      return whole.subarray(0, whole.length / 2);
    },
    says: /short\.jpg is incomplete/,
  },
  {
    name: "broken.jpg",
    // its headers and its end, and no picture between them
    body: async () => {
      const whole = await sharp(await exampleBytes("board"))
        .jpeg()
        .toBuffer();
      return Buffer.concat([whole.subarray(0, whole.indexOf(Buffer.from([0xff, 0xda]))), whole.subarray(-2)]);
    },
    says: /broken\.jpg is damaged and cannot be read/,
  },
  { name: "bomb.png", body: bomb, says: /bomb\.png has more pixels|bomb\.png is incomplete/ },
  {
    name: "drawing.svg",
    body: () =>
      Buffer.from(
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>',
      ),
    says: /drawing\.svg is (a kind of picture Forage does not open|not a picture)/,
  },
  {
    name: "letter.pdf",
    body: () => Buffer.from("%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"),
    says: /letter\.pdf is (a kind of picture Forage does not open|not a picture)/,
  },
];

test("every unusable file gets its sentence, and what was there stays", async ({ page, forage }) => {
  await forage.open();
  await forage.openExample(FRUIT);
  const before = await forage.boxesWhen((boxes) => boxes.length >= 3);
  for (const { name, body, says } of REFUSED) {
    await test.step(name, async () => {
      await forage.addFiles({ name, mimeType: "", buffer: await body() });
      const message = page.getByRole("status").filter({ hasText: says }).or(page.getByText(says)).first();
      await expect(message).toBeVisible();
      await page.getByRole("button", { name: "Dismiss" }).first().click();
      await expect(message).toBeHidden();
    });
  }
  expect(await forage.boxes()).toEqual(before);
  await expect(page.getByRole("region", { name: "Photos" }).getByRole("listitem")).toHaveCount(2);
});

test("odd but good photos are taken: one pixel, a panorama, 16 bits, CMYK, animated, TIFF, GIF, BMP", async ({
  forage,
}) => {
  await forage.open();
  const odd: Record<string, Buffer> = {
    "pixel.png": await oneColour(1, 1),
    "panorama.png": await oneColour(2000, 100),
    "deep.png": await sharp(await exampleBytes("leaf"))
      .resize(320)
      .toColourspace("rgb16")
      .png()
      .toBuffer(),
    "print.jpg": await sharp(await exampleBytes("leaf"))
      .resize(320)
      .toColourspace("cmyk")
      .jpeg()
      .toBuffer(),
    "moving.webp": await sharp(
      [
        await oneColour(64, 64),
        await sharp(await oneColour(64, 64))
          .negate()
          .png()
          .toBuffer(),
      ],
      { join: { animated: true } },
    )
      .webp()
      .toBuffer(),
    // lies on its side, and says so
    "scan.tif": await sharp(await exampleBytes("leaf"))
      .resize(320, 200)
      .withMetadata({ orientation: 6 })
      .tiff({ compression: "lzw" })
      .toBuffer(),
    "moving.gif": await sharp([await oneColour(64, 48), await oneColour(64, 48)], {
      join: { animated: true },
    })
      .gif()
      .toBuffer(),
    "old.bmp": bmpOf(40, 30),
  };
  await forage.addFiles(
    Object.entries(odd).map(([name, buffer]) => ({
      name,
      buffer,
      mimeType: "",
    })),
  );
  for (const name of Object.keys(odd)) await forage.waitForBoxes(name);
});

test("addresses that cannot be fetched are refused in words", async ({ page, forage }) => {
  await forage.open();
  await page.getByRole("button", { name: "From an address" }).click();
  const field = page.getByLabel("Address of the picture");
  const get = page.getByRole("button", { name: "Get the photo" });
  const refusals: [string, RegExp][] = [
    ["kitchen.jpg", /not a web address/],
    ["http://127.0.0.1:1/photo.jpg", /private network/],
    ["http://192.168.1.1/photo.jpg", /private network/],
    ["http://[::1]/photo.jpg", /private network/],
    ["http://localhost/photo.jpg", /private network/],
  ];
  for (const [address, says] of refusals) {
    await field.fill(address);
    await get.click();
    await expect(page.getByRole("alert").filter({ hasText: says })).toBeVisible();
  }
});
test.use({ expectedErrors: [/Failed to load resource/] });
