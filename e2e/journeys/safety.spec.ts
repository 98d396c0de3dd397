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
