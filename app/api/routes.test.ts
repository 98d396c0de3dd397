import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { POST as postTrpc } from "@/app/api/trpc/[trpc]/route";
import { POST as postImport } from "@/app/api/v1/imports/route";
import { GET as getModelFile } from "@/app/api/v1/models/[name]/[version]/[...file]/route";
import { GET as getChampion } from "@/app/api/v1/models/champion/route";
import { GET as getImage } from "@/app/api/v1/photos/[id]/image/route";
import { POST as postFetch } from "@/app/api/v1/photos/fetch/route";
import { POST as postPhoto } from "@/app/api/v1/photos/route";
import { POST as postRecipes } from "@/app/api/v1/recipes/import/route";
import { errorResponseSchema } from "@/lib/contracts/error-response";
import { uploadedPhotoSchema } from "@/lib/contracts/library";
import { modelManifestSchema } from "@/lib/contracts/model-manifest";
import { createTestDatabase, type TestDatabase } from "@/server/db/testing/test-database";

const ORIGIN = "http://127.0.0.1:3000";
const PAGE = {
  host: "127.0.0.1:3000",
  origin: ORIGIN,
  "sec-fetch-site": "same-origin",
  "user-agent": "Mozilla/5.0",
};

let testDatabase: TestDatabase;
let folder: string;
let jpeg: Buffer;
beforeAll(async () => {
  process.env.PORT = "3000";
  folder = mkdtempSync(join(tmpdir(), "forage-routes-"));
  process.env.FORAGE_DATA_DIR = folder;
  testDatabase = await createTestDatabase();
  jpeg = await sharp({ create: { width: 600, height: 300, channels: 3, background: "red" } })
    .jpeg()
    .toBuffer();
});
afterAll(async () => {
  await testDatabase.drop();
  rmSync(folder, { recursive: true, force: true });
});

type Params = Record<string, string | string[]>;
const withParams = (params: Params = {}) => ({ params: Promise.resolve(params) });

function upload(
  body: BodyInit,
  headers: Record<string, string> = {},
  path = "/api/v1/photos",
): Promise<Response> {
  return postPhoto(
    new Request(`${ORIGIN}${path}`, { method: "POST", body, headers: { ...PAGE, ...headers } }),
    withParams(),
  );
}

async function failure(response: Response): Promise<string> {
  const { error } = errorResponseSchema.parse(await response.json());
  expect(error.message).toMatch(/^\S.*\.$/);
  return `${response.status} ${error.code}`;
}

function formOf(bytes: Uint8Array, name = "apple.jpg"): FormData {
  const form = new FormData();
  form.set("photo", new Blob([new Uint8Array(bytes)]), name);
  return form;
}

describe("POST /api/v1/photos", () => {
  it("stores a form's photo and a raw body alike", async () => {
    const first = await upload(formOf(jpeg));
    expect(first.status).toBe(201);
    const stored = uploadedPhotoSchema.parse(await first.json());
    expect(stored).toMatchObject({ width: 600, height: 300, alreadyStored: false });
    const again = await upload(
      new Uint8Array(jpeg),
      { "content-type": "image/jpeg" },
      "/api/v1/photos?name=apple.jpg",
    );
    expect(again.status).toBe(200);
    expect(uploadedPhotoSchema.parse(await again.json()).photoId).toBe(stored.photoId);
  });

  it.each([
    ["nothing", new Uint8Array(0), "400 photo/empty"],
    ["text", new TextEncoder().encode("hello, no photo here"), "415 photo/not-an-image"],
    [
      "an SVG",
      new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"/>'),
      "415 photo/unsupported-format",
    ],
    ["a PDF", new TextEncoder().encode("%PDF-1.7"), "415 photo/unsupported-format"],
    ["too many bytes", new Uint8Array(51 * 2 ** 20), "413 photo/too-many-bytes"],
  ])("refuses %s with a sentence", async (_name, bytes, wanted) => {
    expect(await failure(await upload(bytes, { "content-type": "image/jpeg" }))).toBe(wanted);
  });

  it("refuses a photo cut off, and a form without one", async () => {
    expect(await failure(await upload(formOf(jpeg.subarray(0, 500))))).toBe("422 photo/truncated");
    expect(await failure(await upload(new FormData()))).toBe("400 request/invalid");
  });

  it.each([
    ["a foreign page's form", { origin: "http://evil.example", "sec-fetch-site": "cross-site" }],
    ["a sandboxed page", { origin: "null", "sec-fetch-site": "cross-site" }],
    ["a name rebound to this computer", { host: "evil.example:3000", origin: "http://evil.example:3000" }],
    [
      "another program's page on this computer",
      { origin: "http://127.0.0.1:8000", "sec-fetch-site": "same-site" },
    ],
  ])("refuses %s", async (_name, headers) => {
    expect(await failure(await upload(formOf(jpeg), headers))).toBe("403 request/foreign-origin");
  });
});

describe("GET /api/v1/photos/[id]/image", () => {
  const get = (id: string, query = "", headers: Record<string, string> = {}) =>
    getImage(
      new Request(`${ORIGIN}/api/v1/photos/${id}/image${query}`, { headers: { ...PAGE, ...headers } }),
      withParams({ id }),
    );

  async function storedId(): Promise<string> {
    return uploadedPhotoSchema.parse(await (await upload(formOf(jpeg))).json()).photoId;
  }

  it("gives the photo, its thumbnail, and 304 when it is known", async () => {
    const id = await storedId();
    const full = await get(id, "?size=full");
    expect([full.status, full.headers.get("content-type")]).toEqual([200, "image/jpeg"]);
    const bytes = Buffer.from(await full.arrayBuffer());
    expect(bytes.length).toBe(Number(full.headers.get("content-length")));
    expect(await sharp(bytes).metadata()).toMatchObject({ width: 600, height: 300 });
    const thumbnail = await get(id, "?size=thumb");
    expect(thumbnail.headers.get("content-type")).toBe("image/webp");
    expect(await sharp(Buffer.from(await thumbnail.arrayBuffer())).metadata()).toMatchObject({
      width: 512,
      height: 256,
    });
    expect((await get(id, "", { "if-none-match": full.headers.get("etag") ?? "" })).status).toBe(304);
  });

  it("is no picture for a foreign page or a rebound name", async () => {
    const id = await storedId();
    expect(await failure(await get(id, "", { "sec-fetch-site": "cross-site" }))).toBe(
      "403 request/foreign-origin",
    );
    expect(await failure(await get(id, "", { host: "evil.example:3000" }))).toBe(
      "403 request/foreign-origin",
    );
  });

  it.each(["00000000-0000-4000-8000-000000000000", "x", "..%2f..%2fetc"])("has nothing at %s", async (id) => {
    expect(await failure(await get(id))).toBe("404 request/not-found");
  });

  it("refuses a size it does not know", async () => {
    expect(await failure(await get(await storedId(), "?size=huge"))).toBe("400 request/invalid");
  });

  it("says when the file is gone from the disk, and stores it again on the next save", async () => {
    const id = await storedId();
    rmSync(join(folder, "files"), { recursive: true });
    expect(await failure(await get(id))).toBe("404 storage/missing");
    expect(await storedId()).toBe(id);
    expect((await get(id)).status).toBe(200);
  });
});

describe("POST /api/v1/photos/fetch", () => {
  const post = (body: unknown, headers: Record<string, string> = {}) =>
    postFetch(
      new Request(`${ORIGIN}/api/v1/photos/fetch`, {
        method: "POST",
        body: JSON.stringify(body),
        headers: { ...PAGE, "content-type": "application/json", ...headers },
      }),
      withParams(),
    );

  it("does not reach into this computer", async () => {
    expect(await failure(await post({ url: "http://localhost:3000/api/v1/health" }))).toBe(
      "400 url/private-address",
    );
    expect(await failure(await post({ url: "http://169.254.169.254/" }))).toBe("400 url/private-address");
  });

  it.each([[{}], [{ url: 5 }], [{ url: "" }], ["x"]])("refuses the body %j", async (body) => {
    expect(await failure(await post(body))).toBe("400 request/invalid");
  });

  it("does nothing for a foreign page", async () => {
    const asForm = { "content-type": "text/plain", origin: "http://evil.example" };
    expect(await failure(await post({ url: "http://93.184.216.34/" }, asForm))).toBe(
      "403 request/foreign-origin",
    );
  });
});

describe("model files", () => {
  const get = (name: string, version: string, file: string[], headers: Record<string, string> = {}) =>
    getModelFile(
      new Request(`${ORIGIN}/api/v1/models/x`, { headers: { ...PAGE, ...headers } }),
      withParams({ name, version, file }),
    );

  it("are those the champion's manifest names, for good", async () => {
    const response = await getChampion(new Request(`${ORIGIN}/x`, { headers: PAGE }), withParams());
    const manifest = modelManifestSchema.parse(await response.json());
    const [name = "", version = ""] = manifest.id.split("/");
    const [file] = manifest.files.filter(({ role }) => role === "tfjs-graph");
    const found = await get(name, version, file?.path.split("/") ?? []);
    expect(found.headers.get("cache-control")).toMatch(/^private, .*immutable/);
    expect((await found.arrayBuffer()).byteLength).toBe(file?.bytes);
    expect(
      (await get(name, version, file?.path.split("/") ?? [], { "if-none-match": `"${file?.sha256}"` }))
        .status,
    ).toBe(304);
  });

  it.each([
    ["forage-n", "0", ["..", "..", "..", "package.json"]],
    ["forage-n", "0", ["../../../package.json"]],
    ["forage-n", "0", ["manifest.json", "..", "classes.json"]],
    ["forage-n", "99999", ["manifest.json"]],
    ["..", "0", ["package.json"]],
    ["forage-n", "..", ["x"]],
  ])("%s/%s/%j is nothing", async (name, version, file) => {
    expect(await failure(await get(name, version, file))).toBe("404 request/not-found");
  });
});

describe("POST /api/trpc", () => {
  const post = (headers: Record<string, string>) =>
    postTrpc(new Request(`${ORIGIN}/api/trpc/library.delete`, { method: "POST", body: "{}", headers }));

  it("is refused to a foreign page's form and a rebound name, before any procedure runs", async () => {
    const form = {
      ...PAGE,
      origin: "http://evil.example",
      "sec-fetch-site": "cross-site",
      "content-type": "text/plain",
    };
    expect(await failure(await post(form))).toBe("403 request/foreign-origin");
    expect(await failure(await post({ ...PAGE, host: "evil.example:3000" }))).toBe(
      "403 request/foreign-origin",
    );
  });

  it("answers the page", async () => {
    const response = await post({ ...PAGE, "content-type": "application/json" });
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('"appCode":"request/invalid"');
  });
});

describe("a body that is too large", () => {
  /** Arrives in pieces of a megabyte until it is refused; does not state its length. */
  function endless(url: string, headers: Record<string, string> = {}) {
    let megabytes = 0;
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        megabytes++;
        controller.enqueue(new Uint8Array(2 ** 20));
      },
    });
    const init = { method: "POST", body, headers: { ...PAGE, ...headers }, duplex: "half" };
    return { request: new Request(`${ORIGIN}${url}`, init as RequestInit), sent: () => megabytes };
  }

  it("is refused by tRPC after some megabytes", async () => {
    const { request, sent } = endless("/api/trpc/corrections.save", { "content-type": "application/json" });
    expect(await failure(await postTrpc(request))).toBe("413 request/too-large");
    expect(sent()).toBeLessThan(20);
  });

  it("is refused where an address is asked for after the first", async () => {
    const { request, sent } = endless("/api/v1/photos/fetch", { "content-type": "application/json" });
    expect(await failure(await postFetch(request, withParams()))).toBe("413 request/too-large");
    expect(sent()).toBeLessThan(5);
  });

  it("is refused by its length where it would be streamed to disk", async () => {
    const claim = (bytes: number) => ({
      ...PAGE,
      "content-type": "application/zip",
      "content-length": String(bytes),
    });
    const post = (url: string, bytes: number) =>
      new Request(`${ORIGIN}${url}`, { method: "POST", body: "x", headers: claim(bytes) });
    const zip = await postImport(post("/api/v1/imports?kind=zip&name=a", 200 * 2 ** 30), withParams());
    expect(await failure(zip)).toBe("413 import/too-large");
    const recipes = await postRecipes(post("/api/v1/recipes/import?name=a", 20 * 2 ** 30), withParams());
    expect(await failure(recipes)).toBe("413 url/too-large");
  });
});
