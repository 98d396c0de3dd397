import type { Browser, Locator, Page } from "@playwright/test";
import { checkLooks } from "./axe";
import { shareTo } from "./share-to";
import { expect, test } from "./test";

const ADMIN = { name: "Mira", email: "mira@example.org", password: "a pan of good soup" };
const GUEST = { name: "Otto", email: "otto@example.org", password: "another pan of soup" };

test.use({ expectedErrors: [/401|403|Failed to load resource/] });

async function fill(page: Page, who: typeof ADMIN, passwordLabel = "New password"): Promise<void> {
  if (await page.getByLabel("Name", { exact: true }).count())
    await page.getByLabel("Name", { exact: true }).fill(who.name);
  await page.getByLabel("Email").fill(who.email);
  await page.getByLabel(passwordLabel, { exact: true }).fill(who.password);
}

/** Another browser altogether: nothing of the first one's cookies. */
async function otherBrowser(browser: Browser, baseURL: string | undefined): Promise<Page> {
  return (await browser.newContext({ baseURL, locale: "en-GB" })).newPage();
}

async function signIn(page: Page, who: typeof ADMIN): Promise<void> {
  await page.goto("/sign-in");
  await fill(page, who, "Password");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByRole("button", { name: new RegExp(`^${who.name}, `) })).toBeVisible();
}

/** Presses Tab until an element has the focus: what the keys cannot reach fails. */
async function tabTo(page: Page, wanted: Locator): Promise<void> {
  for (let presses = 0; presses < 60; presses++) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  await expect(wanted).toBeFocused();
}

test("the first admin loses nothing, a household shares its pantry, a session ends at once, an account goes", async ({
  page,
  forage,
  browser,
  baseURL,
}) => {
  test.setTimeout(720_000);
  page.setDefaultTimeout(30_000);
  void forage;

  await test.step("alone, nothing asks who you are, and what is kept stays with the first account", async () => {
    await page.goto("/recipes/pantry");
    // a list as one browser kept it by itself
    await page.evaluate(() =>
      localStorage.setItem(
        "forage.shopping",
        JSON.stringify({
          recipes: [],
          extras: [
            { id: "a", text: "candles" },
            { id: "b", text: "soap" },
          ],
          ticked: ["b"],
        }),
      ),
    );
    await page.goto("/recipes/shopping");
    await expect(page.getByRole("checkbox", { name: "candles" })).not.toBeChecked();
    await expect(page.getByRole("checkbox", { name: "soap" })).toBeChecked();
    await page.goto("/recipes/pantry");
    await page.getByRole("switch").first().click();
    await page.getByRole("button", { name: "People" }).click();
    await page.getByRole("menuitem", { name: "Use with other people" }).click();
    await expect(page.getByRole("heading", { name: "Use with other people" })).toBeVisible();
    await checkLooks(page, "first account");
    await fill(page, ADMIN);
    await page.getByRole("button", { name: "Make the account" }).click();
    await expect(page.getByRole("heading", { name: "Team", exact: true })).toBeVisible();
    const stock = await page.evaluate(async () => (await fetch("/api/trpc/recipes.stock.get")).json());
    expect(JSON.stringify(stock)).toContain('"isOn":true');
    await page.goto("/recipes/shopping");
    await expect(page.getByRole("checkbox", { name: "soap" })).toBeChecked();
    await expect(page.getByRole("checkbox")).toHaveCount(2);
    await page.goto("/team");
  });

  const stranger = await otherBrowser(browser, baseURL);
  await test.step("from then on everybody signs in", async () => {
    await stranger.goto("/library");
    await expect(stranger.getByRole("heading", { name: "Sign in" })).toBeVisible();
    await checkLooks(stranger, "sign in");
    await stranger.goto("/forgot");
    await expect(stranger.getByRole("heading", { name: "Forgotten password" })).toBeVisible();
    await checkLooks(stranger, "forgotten password");
    await stranger.goto(`/reset#${"A".repeat(43)}`);
    await expect(stranger.getByRole("heading", { name: "New password" })).toBeVisible();
    await checkLooks(stranger, "new password");
  });

  let link = "";
  await test.step("a household is made and somebody invited by a link", async () => {
    await page.getByLabel("Name, for example “Home”").fill("Home");
    await page.getByRole("button", { name: "Make it" }).click();
    await expect(page.getByRole("heading", { name: "Home", exact: true })).toBeVisible();
    await page.getByRole("button", { name: "Make a link" }).click();
    link = await page.getByLabel("Link to send").inputValue();
    await checkLooks(page, "team");
  });

  await test.step("who opens the link makes an account and is in the household", async () => {
    await stranger.goto(link);
    await expect(stranger.getByRole("heading", { name: "Join Home" })).toBeVisible();
    await checkLooks(stranger, "join");
    await fill(stranger, GUEST);
    await stranger.getByRole("button", { name: "Make an account and join" }).click();
    await expect(stranger.getByRole("button", { name: "Otto, Home" })).toBeVisible();
  });

  await test.step("both have the pantry open, and what one puts in the other sees at once", async () => {
    for (const one of [page, stranger]) await one.goto("/recipes/pantry");
    const change = (at: Page, foodId: string, row: string) =>
      at.evaluate(
        async ({ food, id }) => {
          const headers = { "content-type": "application/json", "x-forage-client": "page" };
          await fetch("/api/trpc/recipes.stock.switch", { method: "POST", headers, body: '{"isOn":true}' });
          const put = { foodId: food, quantity: 6, unit: "pc", place: "fridge", bestBefore: null };
          const body = JSON.stringify({ id: crypto.randomUUID(), steps: [{ id, base: null, put }] });
          const answer = await fetch("/api/trpc/recipes.stock.change", { method: "POST", headers, body });
          return answer.status;
        },
        { food: foodId, id: row },
      );
    const rows = ["1", "2"].map((end) => `10000000-0000-4000-8000-00000000000${end}`);
    expect(
      await Promise.all([change(page, "egg", rows[0] ?? ""), change(stranger, "tomato", rows[1] ?? "")]),
    ).toEqual([200, 200]);
    for (const one of [page, stranger]) {
      await expect(one.getByText(/^eggs?$/i).first()).toBeVisible();
      await expect(one.getByText(/^tomato(es)?$/i).first()).toBeVisible();
    }
  });

  await test.step("both shop with one list: what each adds and ticks is there for the other, also without a connection", async () => {
    for (const one of [page, stranger]) await one.goto("/recipes/shopping");
    await expect(page.getByText("Nothing to buy")).toBeVisible();
    const add = async (at: Page, text: string) => {
      await at.getByLabel("Something else to buy").fill(text);
      await at.getByRole("button", { name: "Add", exact: true }).click();
    };
    await Promise.all([add(page, "milk"), add(stranger, "bread")]);
    const box = (at: Page, name: string) => at.getByRole("checkbox", { name });
    for (const one of [page, stranger])
      for (const name of ["milk", "bread"]) await expect(box(one, name)).not.toBeChecked();
    await stranger.context().setOffline(true);
    await box(stranger, "milk").check();
    await expect(stranger.getByText("The server does not answer.").first()).toBeVisible();
    await box(page, "bread").check();
    await expect(box(stranger, "bread")).not.toBeChecked();
    await stranger.context().setOffline(false);
    await stranger.reload();
    for (const one of [page, stranger])
      for (const name of ["milk", "bread"]) await expect(box(one, name)).toBeChecked();
    await page.getByRole("button", { name: "Clear the list" }).click();
    await expect(stranger.getByText("Nothing to buy")).toBeVisible();
  });

  await test.step("somebody signs in and invites with the keys alone", async () => {
    const keys = await otherBrowser(browser, baseURL);
    await keys.goto("/team");
    await expect(keys.getByRole("heading", { name: "Sign in" })).toBeVisible();
    await tabTo(keys, keys.getByLabel("Email"));
    await keys.keyboard.type(ADMIN.email);
    await keys.keyboard.press("Tab");
    await keys.keyboard.type(ADMIN.password);
    await keys.keyboard.press("Enter");
    // they wanted the team's page, and are there
    await expect(keys.getByRole("heading", { name: "Team", exact: true })).toBeVisible();
    await tabTo(keys, keys.getByRole("button", { name: /^Mira, / }));
    await keys.keyboard.press("Enter");
    await expect(keys.getByRole("menu")).toBeVisible();
    await keys.keyboard.press("H");
    // the menu moves the focus a moment after the key
    await expect(keys.getByRole("menuitemradio", { name: "Home" })).toBeFocused();
    await keys.keyboard.press("Enter");
    await expect(keys.getByRole("button", { name: "Mira, Home" })).toBeVisible();
    await tabTo(keys, keys.getByLabel("They come as"));
    await keys.keyboard.press("v");
    await tabTo(keys, keys.getByRole("button", { name: "Make a link" }));
    await keys.keyboard.press("Enter");
    await expect(keys.getByLabel("Link to send")).toHaveValue(/\/join#/);
    await tabTo(keys, keys.getByRole("button", { name: "Take back" }).last());
    await keys.keyboard.press("Enter");
    await expect(keys.getByLabel("Link to send")).toHaveCount(0);
    await keys.context().close();
  });

  await test.step("what is typed and sent before a page has come alive is not lost", async () => {
    const slow = await otherBrowser(browser, baseURL);
    let letGo: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    await slow.route(/\.js(\?|$)/, async (route) => {
      await held;
      await route.continue();
    });
    await slow.goto("/sign-in", { waitUntil: "commit" });
    await slow.getByLabel("Email").fill(ADMIN.email);
    await slow.getByLabel("Password", { exact: true }).fill(ADMIN.password);
    await slow.getByRole("button", { name: "Sign in", exact: true }).click();
    await expect(slow.getByLabel("Email")).toHaveValue(ADMIN.email);
    letGo();
    await expect(slow.getByRole("button", { name: /^Mira, / })).toBeVisible();
    await slow.context().close();
    // the other doors: each is sent with what was typed and ticked
    const doors = [
      {
        path: "/forgot",
        field: "Email",
        text: ADMIN.email,
        button: "Send the link",
        sent: { email: ADMIN.email },
      },
      {
        path: `/reset#${"A".repeat(43)}`,
        field: "New password",
        text: ADMIN.password,
        tick: "I only forgot it: keep my passkeys and keys",
        button: "Set the password",
        sent: { token: "A".repeat(43), password: ADMIN.password, keepsKeysAndPasskeys: true },
      },
      {
        path: "/pair",
        field: "Code from the computer",
        text: "ABCD-EFGH",
        button: "Sign in",
        sent: { code: "ABCD-EFGH" },
      },
    ];
    for (const { path, field, text, tick, button, sent } of doors) {
      const early = await otherBrowser(browser, baseURL);
      let open: () => void = () => undefined;
      const closed = new Promise<void>((resolve) => {
        open = resolve;
      });
      await early.route(/\.js(\?|$)/, async (route) => {
        await closed;
        await route.continue();
      });
      const asked = early.waitForRequest((request) => request.method() === "POST");
      await early.goto(path, { waitUntil: "commit" });
      await early.getByLabel(field, { exact: true }).fill(text);
      if (tick) await early.getByLabel(tick).check();
      if (path === "/pair") await early.getByLabel("Name of this device").fill("Phone");
      await early.getByRole("button", { name: button, exact: true }).click();
      open();
      expect((await asked).postDataJSON(), path).toMatchObject(sent);
      await early.context().close();
    }
  });

  await test.step("a page whose session is ended hears of it while nobody touches it, and goes on after signing in", async () => {
    const phone = await otherBrowser(browser, baseURL);
    await signIn(phone, ADMIN);
    await phone.goto("/recipes/new");
    await phone.getByLabel("Name", { exact: true }).fill("Soup of the day");
    await page.goto("/account");
    await checkLooks(page, "account");
    const ends = page.getByRole("button", { name: /^End (?!all)/ });
    await ends.first().click();
    await expect(phone.getByRole("heading", { name: "Sign in again" })).toBeVisible();
    await checkLooks(phone, "session ended");
    const cover = phone.getByRole("dialog");
    await cover.getByLabel("Email").fill(ADMIN.email);
    await cover.getByLabel("Password", { exact: true }).fill(ADMIN.password);
    await cover.getByRole("button", { name: "Sign in", exact: true }).click();
    await expect(phone.getByRole("heading", { name: "Sign in again" })).toHaveCount(0);
    await expect(phone.getByLabel("Name", { exact: true })).toHaveValue("Soup of the day");
    await expect(phone.getByRole("heading", { name: "Your own recipe" })).toBeVisible();
    await phone.context().close();
  });

  await test.step("a team's data come along as an archive, and into one's own, looked at first and once", async () => {
    await page.goto("/account");
    await page.getByRole("button", { name: "Make an archive" }).click();
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: /^Download/ }).click(),
    ]);
    const archive = await download.path();
    await page.getByRole("button", { name: "Mira, Home" }).click();
    await page.getByRole("menuitemradio", { name: "Mira (only you)" }).click();
    await expect(page.getByRole("button", { name: "Mira, Mira" })).toBeVisible();
    await page.goto("/account");
    await page.getByRole("link", { name: "Bring data from another Forage" }).click();
    await expect(page.getByRole("heading", { name: "Bring your data", level: 1 })).toBeVisible();
    const choose = (name: string) => page.getByLabel(name).setInputFiles(archive);
    await choose("Choose the archive");
    const pantry = page.getByRole("row", { name: /^Foods in the pantry/ });
    await expect(pantry).toHaveText(/Foods in the pantry2200/);
    await expect(page.getByText("Made of “Home” on")).toBeVisible();
    await checkLooks(page, "bring your data");
    await page.getByRole("button", { name: "Bring it in" }).click();
    await expect(page.getByRole("heading", { name: /is brought in$/ })).toBeVisible();
    await expect(pantry).toHaveText(/Foods in the pantry2200/);
    await page.goto("/recipes/pantry");
    await expect(page.getByText(/^eggs?$/i).first()).toBeVisible();
    await page.goto("/account/bring");
    await choose("Choose another archive");
    await expect(page.getByText("Everything in it is here already.")).toBeVisible();
    await page.getByRole("button", { name: "Mira, Mira" }).click();
    await page.getByRole("menuitemradio", { name: "Home" }).click();
    await expect(page.getByRole("button", { name: "Mira, Home" })).toBeVisible();
  });

  await test.step("somebody with an account signs in on the way to an invitation and comes back to it", async () => {
    await page.goto("/team");
    await page.getByRole("button", { name: "Make a link" }).click();
    const guest = await otherBrowser(browser, baseURL);
    await guest.goto(await page.getByLabel("Link to send").inputValue());
    await guest.getByRole("link", { name: "Sign in" }).click();
    await expect(guest.getByRole("heading", { name: "Sign in" })).toBeVisible();
    await fill(guest, GUEST, "Password");
    await guest.getByRole("button", { name: "Sign in", exact: true }).click();
    await expect(guest.getByRole("heading", { name: "Join Home" })).toBeVisible();
    await expect(guest.getByRole("button", { name: "Join", exact: true })).toBeVisible();
  });

  await test.step("a passkey is made and named, signs in without a password, and no longer once it is removed", async () => {
    // passkeys are for a name, never for an address of numbers
    const device = await otherBrowser(browser, baseURL?.replace("127.0.0.1", "localhost"));
    const cdp = await device.context().newCDPSession(device);
    await cdp.send("WebAuthn.enable");
    await cdp.send("WebAuthn.addVirtualAuthenticator", {
      options: {
        protocol: "ctap2",
        transport: "internal",
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    });
    await signIn(device, ADMIN);
    await device.goto("/account");
    const section = device.getByRole("region", { name: "Passkeys" });
    await section.getByLabel("Name of this device").fill("Phone");
    await section.getByRole("button", { name: "Add a passkey" }).click();
    await section.getByRole("button", { name: "Rename Phone" }).click();
    // by the keys alone nobody loses their place when a row or its form goes
    await expect(section.getByLabel("New name of Phone")).toBeFocused();
    await device.keyboard.press("ControlOrMeta+a");
    await device.keyboard.type("Mira's phone");
    await device.keyboard.press("Enter");
    await expect(section.getByRole("button", { name: /^Rename / })).toBeFocused();
    await expect(section.getByText("Mira's phone")).toBeVisible();
    await checkLooks(device, "passkeys");
    await section.getByRole("button", { name: "Add a passkey" }).click();
    await expect(section.getByText("has a passkey for your account already")).toBeVisible();
    await device.context().clearCookies();
    await device.goto("/sign-in");
    await device.getByRole("button", { name: "Sign in with a passkey" }).click();
    await expect(device.getByRole("button", { name: /^Mira, / })).toBeVisible();
    await device.goto("/account");
    const stays = device.getByLabel("End my passkeys and keys too");
    await expect(stays).toHaveAccessibleDescription(/These need no password and stay: Mira's phone\./);
    await section.getByRole("button", { name: "Remove Mira's phone" }).focus();
    await device.keyboard.press("Enter");
    await expect(section.getByText("No passkey yet.")).toBeVisible();
    await expect(section.getByRole("list")).toBeFocused();
    await expect(stays).toHaveCount(0);
    await device.context().clearCookies();
    await device.goto("/sign-in");
    await device.getByRole("button", { name: "Sign in with a passkey" }).click();
    await expect(device.getByText("This passkey was not accepted")).toBeVisible();
    await page.goto("/account");
    await expect(page.getByText("Passkeys need an address with a name")).toBeVisible();
  });

  await test.step("the settings say what holds here, and the page of everybody who is there", async () => {
    await page.goto("/admin/settings");
    await expect(page.getByText("Most room for photos")).toBeVisible();
    await checkLooks(page, "settings");
    await page.goto("/admin");
    await expect(
      page.getByRole("region", { name: "People" }).getByText("Otto", { exact: true }),
    ).toBeVisible();
    await checkLooks(page, "everybody");
    await stranger.goto("/library");
    // the page knows whose it is
    await expect(stranger.getByRole("button", { name: "Otto, Home" })).toBeVisible();
    await page.getByRole("button", { name: "Disable Otto" }).click();
    await expect(page.getByText("Otto (disabled)")).toBeVisible();
    const cover = stranger.getByRole("dialog", { name: "Sign in again" });
    await fill(stranger, GUEST, "Password");
    await cover.getByRole("button", { name: "Sign in", exact: true }).click();
    await expect(cover.getByText("disabled your account")).toBeVisible();
    await page.getByRole("button", { name: "Enable Otto" }).click();
    await expect(page.getByText("Otto (disabled)")).toHaveCount(0);
    await cover.getByRole("button", { name: "Sign in", exact: true }).click();
    await expect(cover).toHaveCount(0);
    await expect(stranger.getByRole("button", { name: "Otto, Home" })).toBeVisible();
  });

  await test.step("photos shared from another app while nobody is signed in wait for whoever signs in", async () => {
    const phone = await otherBrowser(browser, baseURL);
    await signIn(phone, GUEST);
    await phone.goto("/");
    await phone.waitForFunction(() => navigator.serviceWorker.ready.then(({ active }) => active !== null));
    await phone.getByRole("button", { name: "Otto, Otto" }).click();
    await phone.getByRole("menuitem", { name: "Sign out" }).click();
    await expect(phone.getByRole("heading", { name: "Sign in" })).toBeVisible();
    await shareTo(phone, ["lunch é.webp", "dinner.heic"]);
    await expect(phone.getByRole("heading", { name: "Sign in" })).toBeVisible();
    await fill(phone, GUEST, "Password");
    await phone.getByRole("button", { name: "Sign in", exact: true }).click();
    for (const name of ["lunch é.webp", "dinner.heic"])
      await expect(phone.getByRole("button", { name: new RegExp(`^${name}, `) })).toBeVisible();
    await phone.context().close();
  });

  await test.step("somebody who is taken out of a team hears so on the page they have open", async () => {
    await page.goto("/team");
    await page.getByRole("button", { name: "Make a link" }).click();
    await expect(page.getByRole("img", { name: "Code of the invitation to Home" })).toBeVisible();
    const again = await page.getByLabel("Link to send").inputValue();
    await page.getByRole("button", { name: "Remove Otto" }).click();
    await expect(stranger.getByRole("heading", { name: "You are no longer in “Home”" })).toBeVisible();
    // what its cookie asks for is refused, and nothing lands in another team than the page says
    const stock = await stranger.evaluate(async () => (await fetch("/api/trpc/recipes.stock.get")).status);
    expect(stock).toBe(403);
    await stranger.goto(again);
    await stranger.getByRole("button", { name: "Join", exact: true }).click();
    await expect(stranger.getByRole("button", { name: "Otto, Home" })).toBeVisible();
    await page.goto("/team");
    await page.getByRole("button", { name: "Make a link" }).click();
    await expect(page.getByRole("img", { name: "Code of the invitation to Home" })).toBeVisible();
    const third = await page.getByLabel("Link to send").inputValue();
    await page.getByRole("button", { name: "Remove Otto" }).click();
    await expect(stranger.getByRole("heading", { name: "You are no longer in “Home”" })).toBeVisible();
    await stranger.goto("/recipes/pantry");
    await expect(stranger.getByRole("heading", { name: "You are no longer in that team" })).toBeVisible();
    await checkLooks(stranger, "out of a team");
    await stranger.getByRole("button", { name: "Go on in your own" }).click();
    await expect(stranger.getByRole("button", { name: "Otto, Otto" })).toBeVisible();
    await stranger.goto(third);
    await stranger.getByRole("button", { name: "Join", exact: true }).click();
    await expect(stranger.getByRole("button", { name: "Otto, Home" })).toBeVisible();
  });

  await test.step("an account is deleted with the email typed, and nobody signs in with it again", async () => {
    await stranger.goto("/account");
    await stranger.getByRole("button", { name: "Delete…" }).click();
    await expect(stranger.getByText("What belongs to Home stays there")).toBeVisible();
    await stranger.getByLabel(/^Type otto@example\.org/).fill("otto@example.org");
    await stranger.getByRole("button", { name: "Delete everything" }).click();
    await expect(stranger.getByRole("heading", { name: "Sign in" })).toBeVisible();
    await fill(stranger, GUEST, "Password");
    await stranger.getByRole("button", { name: "Sign in", exact: true }).click();
    await expect(stranger.getByRole("alert")).toBeVisible();
    await page.goto("/team");
    await expect(page.getByText("Mira (you)")).toBeVisible();
    await expect(page.getByText("Otto", { exact: true })).toHaveCount(0);
  });
});
