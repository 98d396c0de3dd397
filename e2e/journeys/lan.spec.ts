import { createHash, X509Certificate } from "node:crypto";
import { dirname, join } from "node:path";
import { connect, type PeerCertificate } from "node:tls";
import { fileURLToPath } from "node:url";
import { type Browser, type BrowserContextOptions, test as base, expect, type Page } from "@playwright/test";
import { type OwnForage, startOwnForage } from "@/scripts/own-forage";
import { checkLooks, checkWithAxe, WIDTHS } from "./axe";
import { ForagePage, FRUIT } from "./forage-page";
import { shareTo } from "./share-to";
import { checkTargets } from "./targets";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
/** Stands for this computer's address in its network: Linux has all of 127.0.0.0/8 without a network. */
const LAN = "127.0.0.2";
const PHONE: BrowserContextOptions = {
  viewport: WIDTHS.phone,
  hasTouch: true,
  isMobile: true,
  deviceScaleFactor: 2,
  locale: "en-GB",
  userAgent: "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/131.0.0.0 Mobile Safari/537.36",
};
const MIRA = { name: "Mira", email: "mira@example.org", password: "a pan of good soup" };

const test = base.extend<object, { app: OwnForage }>({
  app: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from this pattern
    async ({}, use) => {
      const app = await startOwnForage(root, {
        args: ["--lan"],
        environment: { FORAGE_LAN_ADDRESSES: LAN, FORAGE_SECRET: "", FORAGE_PUBLIC_URL: "" },
      });
      await use(app);
      await app.stop();
    },
    { scope: "worker", timeout: 300_000 },
  ],
  baseURL: ({ app }, use) => use(app.address),
});

test.skip(process.platform !== "linux", "another address of this computer's own needs Linux");

/** What the server shows at an address, checked as a device does that trusts this authority alone. */
function servedCertificate(origin: string, authority: string): Promise<PeerCertificate> {
  const { hostname, port } = new URL(origin);
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port), ca: authority }, () => {
      resolve(socket.getPeerCertificate());
      socket.destroy();
    });
    socket.on("error", reject);
  });
}

/** A phone that trusts this one certificate: Chromium has no way to install an authority by a flag. */
async function phoneThatTrusts(
  playwright: { chromium: { launch(options: object): Promise<Browser> } },
  launchOptions: { args?: string[] },
  certificate: PeerCertificate,
): Promise<Browser> {
  const key = new X509Certificate(certificate.raw).publicKey.export({ type: "spki", format: "der" });
  const pin = createHash("sha256").update(key).digest("base64");
  const args = [...(launchOptions.args ?? []), `--ignore-certificate-errors-spki-list=${pin}`];
  return playwright.chromium.launch({ ...launchOptions, args });
}

async function makeFirstAccount(page: Page): Promise<void> {
  await page.goto("/");
  await expect(page.getByRole("heading", { name: "Use with other people" })).toBeVisible();
  await page.getByLabel("Name", { exact: true }).fill(MIRA.name);
  await page.getByLabel("Email").fill(MIRA.email);
  await page.getByLabel("New password", { exact: true }).fill(MIRA.password);
  await page.getByRole("button", { name: "Make the account" }).click();
  await expect(page.getByRole("heading", { name: "Team", exact: true })).toBeVisible();
}

test("a phone trusts this Forage, signs in by a code, detects and saves, and is signed out from the computer", async ({
  page,
  app,
  playwright,
  launchOptions,
}) => {
  test.setTimeout(300_000);
  const origin = app.address.replace("http://127.0.0.1", `https://${LAN}`);
  await makeFirstAccount(page);

  let code = "";
  let fingerprint = "";
  await test.step("at the computer, the people's menu leads to the address, the fingerprint and a code", async () => {
    await page.getByRole("button", { name: /^Mira, / }).click();
    await page.getByRole("menuitem", { name: "Use on your phone" }).click();
    await expect(page.getByText(`http://${new URL(origin).host}/ca`)).toBeVisible();
    fingerprint = (await page.getByText(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/).textContent()) ?? "";
    await page.getByRole("button", { name: "Make a code" }).click();
    await expect(page.getByRole("img", { name: "QR code that signs the phone in" })).toBeVisible();
    code = (await page.getByText(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/).textContent()) ?? "";
    await checkLooks(page, "use on your phone");
  });

  const untrusting = await playwright.chromium.launch(launchOptions);
  let authority = "";
  await test.step("a phone that does not trust it yet gets the page of the certificate, by plain http alone", async () => {
    const context = await untrusting.newContext(PHONE);
    // a page of its own: the browser shows its warning some time after, and would stop what is opened next
    await expect((await context.newPage()).goto(origin)).rejects.toThrow(/ERR_CERT_AUTHORITY_INVALID/);
    const phone = await context.newPage();
    await phone.goto(`${origin.replace("https:", "http:")}/ca`);
    await expect(phone.locator("#fingerprint")).toHaveText(fingerprint);
    for (const colorScheme of ["light", "dark"] as const) {
      await phone.emulateMedia({ colorScheme });
      await checkWithAxe(phone, `certificate, ${colorScheme}`);
    }
    await checkTargets(phone, "certificate");
    await phone.keyboard.press("Tab");
    await expect(phone.getByRole("link", { name: "Get the certificate" })).toBeFocused();
    const download = await phone.request.get(`${origin.replace("https:", "http:")}/ca/forage-ca.crt`);
    const certificate = new X509Certificate(await download.body());
    expect(certificate.fingerprint256).toBe(fingerprint);
    authority = certificate.toString();
  });
  await untrusting.close();

  // throws where the chain does not lead to it or the address is not in it
  const served = await servedCertificate(origin, authority);
  const browser = await phoneThatTrusts(playwright, launchOptions, served);
  const phone = await (await browser.newContext({ ...PHONE, baseURL: origin })).newPage();
  const forage = new ForagePage(phone);
  await test.step("the phone signs in by the code, once", async () => {
    await phone.goto("/library");
    await expect(phone.getByRole("heading", { name: "Sign in" })).toBeVisible();
    await phone.goto(`/pair#${code.replace("-", "")}`);
    await expect(phone.getByLabel("Code from the computer")).toHaveValue(code);
    await expect(phone).toHaveURL(`${origin}/pair`);
    await expect(phone.getByLabel("Name of this device")).toHaveValue(/^Phone, \d+ \w+$/);
    await checkLooks(phone, "sign this device in");
    await phone.getByRole("button", { name: "Sign in" }).tap();
    await expect(phone.getByRole("button", { name: /^Mira, / })).toBeVisible();
    await expect(page.getByText(/^“Phone, .+” is signed in\.$/)).toBeVisible();
    // where it wanted to go before it was signed in
    await expect(phone).toHaveURL(`${origin}/library`);
    await phone.goto("/");
  });

  await test.step("another one with the same code is not", async () => {
    const late = await (await browser.newContext({ ...PHONE, baseURL: origin })).newPage();
    await late.goto("/pair");
    await expect(late.getByLabel("Name of this device")).toHaveValue(/^Phone, /);
    await late.getByLabel("Code from the computer").fill(code.toLowerCase());
    await late.getByRole("button", { name: "Sign in" }).tap();
    await expect(late.getByText("This code is mistyped, used or too old.")).toBeVisible();
    await late.close();
  });

  await test.step("there it has all that a secure connection gives, finds food in a photo and saves it", async () => {
    expect(await phone.evaluate(() => [isSecureContext, crossOriginIsolated])).toEqual([true, true]);
    await phone.waitForFunction(() => navigator.serviceWorker.ready.then(({ active }) => active !== null));
    await phone.getByRole("button", { name: `Try the example: ${FRUIT}` }).tap();
    await forage.waitForBoxes(FRUIT);
    await forage.boxesWhen((boxes) => boxes.length >= 3);
    await phone.getByRole("button", { name: "Save", exact: true }).tap();
    await expect(phone.getByRole("button", { name: "Saved", exact: true })).toBeVisible();
  });

  await test.step("a photo shared from another app goes onto the strip there, and what no worker took is asked for again", async () => {
    await shareTo(phone, ["from the gallery é.webp", "from the camera.heic"]);
    await forage.waitForBoxes("from the gallery é.webp");
    await expect(forage.inStrip("from the camera.heic")).toBeVisible();
    await expect(phone).toHaveURL(`${origin}/`);
    await shareTo(phone, ["without the server 1.webp", "without the server 2.webp"], true);
    await forage.waitForBoxes("without the server 1.webp");
    await expect(forage.inStrip("without the server 2.webp")).toBeVisible();
    await phone.context().setOffline(false);
    const without = await browser.newContext({
      ...PHONE,
      baseURL: origin,
      serviceWorkers: "block",
      storageState: await phone.context().storageState(),
    });
    const early = await without.newPage();
    await early.goto("/library");
    await expect(early.getByRole("heading", { name: "Library" })).toBeVisible();
    await shareTo(early, ["too early.webp"]);
    // for a moment the same words stand beside it for screen readers
    await expect(early.getByText("What you shared did not arrive").first()).toBeVisible();
    await expect(early).toHaveURL(`${origin}/`);
    await without.close();
  });

  await test.step("it installs as an app where the browser offers that", async () => {
    await phone.getByRole("button", { name: /^Mira, / }).tap();
    await phone.getByRole("menuitem", { name: "Install Forage on this device" }).tap();
    await expect(phone.getByText(/Look in its menu/)).toBeVisible();
    await checkLooks(phone, "install");
    await phone.evaluate(() => {
      const prompt = async () => document.documentElement.setAttribute("data-asked", "yes");
      dispatchEvent(Object.assign(new Event("beforeinstallprompt", { cancelable: true }), { prompt }));
    });
    await phone.getByRole("button", { name: "Install", exact: true }).tap();
    await expect(phone.locator("html")).toHaveAttribute("data-asked", "yes");
    await expect(phone.getByText(/Look in its menu/)).toBeVisible();
    // an installed app is looked for without cookies
    const { status, manifest } = await phone.evaluate(async () => {
      const link = document.querySelector<HTMLLinkElement>("link[rel=manifest]");
      const answer = await fetch(link?.href ?? "", { credentials: "omit" });
      return { status: answer.status, manifest: await answer.json() };
    });
    expect(status).toBe(200);
    const icons: { src: string }[] = manifest.icons;
    const statuses = await Promise.all(
      icons.map(async ({ src }) => (await phone.request.get(src, { ignoreHTTPSErrors: true })).status()),
    );
    expect(statuses).toEqual(icons.map(() => 200));
  });

  await test.step("the computer has the photo, and signs the phone out", async () => {
    await page.setViewportSize(WIDTHS.desktop);
    await page.goto("/library");
    await expect(page.getByRole("link", { name: /^Open the photo of/ })).toHaveCount(1);
    await page.goto("/account");
    await page.getByRole("button", { name: /^End Phone, / }).click();
    await expect(page.getByRole("button", { name: /^End Phone, / })).toHaveCount(0);
    await expect(phone.getByRole("heading", { name: "Sign in again" })).toBeVisible();
  });

  await test.step("what is shared to it then waits, and is on the strip once its person has signed in", async () => {
    await shareTo(phone, ["after the end.webp"]);
    await expect(phone.getByRole("heading", { name: "Sign in", exact: true })).toBeVisible();
    await phone.getByLabel("Email").fill(MIRA.email);
    await phone.getByLabel("Password", { exact: true }).fill(MIRA.password);
    await phone.getByRole("button", { name: "Sign in", exact: true }).tap();
    await forage.waitForBoxes("after the end.webp");
  });
  await browser.close();
});
