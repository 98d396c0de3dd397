import { createServer, request as httpRequest } from "node:http";
import { exampleBytes } from "./example-photos";
import { expect, test } from "./test";

test.use({ expectedErrors: [/./] });

/** A page on another port of this machine: another origin, as any website is. */
async function foreignPage(html: string): Promise<{ url: string; close: () => void }> {
  const server = createServer((_, response) =>
    response.writeHead(200, { "content-type": "text/html" }).end(html),
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" ? address?.port : 0;
  return { url: `http://127.0.0.1:${port}/`, close: () => server.close() };
}

test("a foreign page's form cannot post to Forage", async ({ page, baseURL, request }) => {
  const foreign = await foreignPage(
    `<form method="post" enctype="multipart/form-data" action="${baseURL}/api/v1/photos"><input name="photo" value="x"></form><script>document.forms[0].submit()</script>`,
  );
  try {
    const answered = page.waitForResponse((response) => response.url().endsWith("/api/v1/photos"));
    await page.goto(foreign.url);
    expect((await answered).status()).toBe(403);
  } finally {
    foreign.close();
  }
  const listed = await request.get("/api/v1/health");
  expect(listed.ok()).toBe(true);
});

test("a foreign page's script can neither post nor read", async ({ page, baseURL }) => {
  const foreign = await foreignPage("<title>elsewhere</title>");
  try {
    await page.goto(foreign.url);
    const outcome = await page.evaluate(async (target) => {
      const tried = async (path: string, init: RequestInit) =>
        fetch(`${target}${path}`, init).then(
          (response) => `answered ${response.type}`,
          () => "refused",
        );
      return [
        await tried("/api/v1/detect", { method: "POST", body: new Blob(["x"], { type: "image/jpeg" }) }),
        await tried("/api/v1/health", {}),
      ];
    }, baseURL);
    expect(outcome).toEqual(["refused", "refused"]);
  } finally {
    foreign.close();
  }
});

test("a name that was pointed at this machine is refused", async ({ baseURL }) => {
  const { port } = new URL(baseURL ?? "");
  const body = await exampleBytes("leaf");
  const status = await new Promise<number>((resolve, reject) => {
    const sent = httpRequest(
      {
        host: "127.0.0.1",
        port,
        path: "/api/v1/detect",
        method: "POST",
        headers: { host: "rebound.example", "content-type": "image/webp", "content-length": body.length },
      },
      (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      },
    );
    sent.on("error", reject);
    sent.end(body);
  });
  expect(status).toBe(403);
});

/** One raw request: any method, Host and path, as it is. */
function ask(baseURL: string | undefined, path: string, { method = "GET", host = "" } = {}): Promise<number> {
  const base = new URL(baseURL ?? "");
  return new Promise((resolve, reject) => {
    const headers = { host: host || base.host };
    const sent = httpRequest({ host: "127.0.0.1", port: base.port, path, method, headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    sent.on("error", reject);
    sent.end();
  });
}

test("files and pictures too are refused to such a name", async ({ page, baseURL }) => {
  await page.goto("/");
  const script = await page.locator('script[src^="/_next/static/"]').first().getAttribute("src");
  const paths = [script ?? "", "/worker/detection.js", "/sw.js", "/icon.svg", "/api/v1/models/champion"];
  for (const path of paths) {
    expect(await ask(baseURL, path), path).toBe(200);
    expect(await ask(baseURL, path, { host: "rebound.example" }), path).toBe(403);
  }
  expect(await ask(baseURL, "/_next/image?url=%2Ficon.svg&w=640&q=75", { host: "rebound.example" })).toBe(
    403,
  );
});

test("what cannot be read is 400, an unknown method 405, nothing is 500", async ({ baseURL }) => {
  const unreadable = [
    "/%ff",
    "/recipes/%",
    "/api/v1/photos/%ff/image",
    "/studio/models/%ff/1",
    "/plants/%00",
  ];
  for (const path of unreadable) expect(await ask(baseURL, path), path).toBe(400);
  for (const method of ["TRACE", "PUT", "DELETE", "OPTIONS"]) {
    expect(await ask(baseURL, "/", { method }), method).toBe(405);
    expect(await ask(baseURL, "/api/v1/photos", { method }), method).toBe(405);
  }
  expect(await ask(baseURL, "/api/v1/detect"), "a route without GET").toBe(405);
  expect(await ask(baseURL, `/api/v1/models/${"a".repeat(300)}/1/x`)).toBe(404);
  expect(await ask(baseURL, "/api/no-such-thing")).toBe(404);
});

test("a path that leads out of what is served finds nothing, and Next resizes no pictures for anybody", async ({
  baseURL,
}) => {
  const paths = [
    "/_next/../../package.json",
    "/_next/static/..%2f..%2f..%2fpackage.json",
    "/examples/%2e%2e/%2e%2e/package.json",
    "/worker/..%2f..%2fpackage.json",
    "/..%5c..%5cpackage.json",
    "/.env",
    "/api/v1/models/..%2f..%2f..%2fetc/1/passwd",
    "/api/v1/recipes/..%2f..%2fx/picture",
    "/api/v1/week/..%2f/file",
    "/_next/image?url=%2Fexamples%2Fboard.webp&w=640&q=75",
    "/_next/image?url=%2Fapi%2Fv1%2Fhealth&w=640&q=75",
  ];
  for (const path of paths) expect(await ask(baseURL, path), path).toBe(404);
});
