import { type ClientRequest, request as httpRequest } from "node:http";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "@playwright/test";
import sharp from "sharp";
import { type OwnForage, startOwnForage } from "@/scripts/own-forage";

/** A server that looks at one photo at a time and lets four wait. */
let app: OwnForage;

test.beforeAll(async () => {
  test.setTimeout(300_000);
  const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
  const environment = {
    FORAGE_DETECTION_WORKERS: "1",
    FORAGE_DETECTION_QUEUE: "4",
    FORAGE_DETECTION_SECONDS: "100",
  };
  app = await startOwnForage(root, { environment });
  await expect
    .poll(async () => (await fetch(`${app.address}/health/ready`)).status, { timeout: 60_000 })
    .toBe(200);
});
test.afterAll(() => app?.stop());

const jpeg = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: "tomato" } })
    .jpeg()
    .toBuffer();

async function figure(name: string): Promise<number> {
  const text = await (await fetch(`${app.address}/metrics`)).text();
  return Number(text.match(new RegExp(`^forage_detection_${name} (\\S+)$`, "m"))?.[1]);
}

/** Sends a photo; `destroy` leaves without waiting for the answer. */
function send(photo: Buffer): { readonly request: ClientRequest; readonly answer: Promise<number> } {
  const headers = { "content-type": "image/jpeg" };
  const request = httpRequest(`${app.address}/api/v1/detect`, { method: "POST", headers });
  const answer = new Promise<number>((resolve) => {
    request.on("response", (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    request.on("error", () => resolve(0));
  });
  request.end(photo);
  return { request, answer };
}

test("with more photos than it can take, a server answers what it took, refuses the rest and stays alive", async () => {
  const photo = await jpeg(640, 480);
  const before = await figure("inferences_total");
  const answers = await Promise.all(
    Array.from({ length: 40 }, async () => {
      const response = await fetch(`${app.address}/api/v1/detect`, {
        method: "POST",
        body: new Uint8Array(photo),
        headers: { "content-type": "image/jpeg" },
      });
      const body = (await response.json()) as { error?: { code: string } };
      return {
        status: response.status,
        retryAfter: response.headers.get("retry-after"),
        code: body.error?.code,
      };
    }),
  );
  const found = answers.filter(({ status }) => status === 200);
  const refused = answers.filter(({ status }) => status !== 200);
  expect(found.length).toBeGreaterThanOrEqual(5);
  expect(refused.length).toBeGreaterThan(0);
  for (const { status, retryAfter, code } of refused)
    expect({ status, retryAfter, code }).toEqual({
      status: 503,
      retryAfter: expect.stringMatching(/^[1-9]\d*$/),
      code: "detection/busy",
    });
  expect((await figure("inferences_total")) - before).toBe(found.length);
  expect((await fetch(`${app.address}/health/live`)).status).toBe(200);
});

test("clients that leave cost the server nothing from then on", async () => {
  const before = await figure("inferences_total");
  // they take long to decode, and a process has two photos at once: the others wait
  const photo = await jpeg(9_000, 9_000);
  const large = [send(photo), send(photo)];
  await expect.poll(() => figure("in_flight"), { intervals: [10] }).toBe(2);
  const small = await jpeg(64, 64);
  const leaving = Array.from({ length: 4 }, () => send(small));
  await expect.poll(() => figure("waiting"), { intervals: [10] }).toBe(4);
  for (const { request } of leaving) request.destroy();
  await expect.poll(() => figure("waiting"), { intervals: [10] }).toBe(0);
  expect(await Promise.all(large.map(({ answer }) => answer))).toEqual([200, 200]);
  expect(await send(small).answer).toBe(200);
  // the large ones and the last one
  expect((await figure("inferences_total")) - before).toBe(3);
});
