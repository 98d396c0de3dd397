import { execFileSync } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isAppError } from "@/lib/core/errors";
import { hostOf, isPrivate, lanPlace } from "./addresses";
import { makeAuthority } from "./authority";
import { isGood, makeCertificate } from "./certificate";
import { lanCertificates } from "./files";
import { readGiven } from "./given-certificate";

const PLACE = { addresses: ["192.168.1.7", "fd00::2"], names: ["kitchen.local"] };
const DAY_MS = 86_400_000;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "forage-lan-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** What OpenSSL says of a certificate under an authority. */
function openssl(authority: string, leaf: string, ...more: string[]): string {
  writeFileSync(join(folder, "ca.pem"), authority);
  writeFileSync(join(folder, "leaf.pem"), leaf);
  const args = ["verify", "-x509_strict", "-purpose", "sslserver", ...more, "-CAfile", "ca.pem", "leaf.pem"];
  try {
    return execFileSync("openssl", args, { cwd: folder, encoding: "utf8", stdio: "pipe" });
  } catch (error) {
    return String((error as { stderr: string }).stderr);
  }
}

describe("certificates", () => {
  it("hold for OpenSSL's strict check, at this computer's addresses and names", async () => {
    const authority = await makeAuthority("kitchen");
    const { certificate } = await makeCertificate(authority, PLACE);
    expect(openssl(authority.certificate, certificate, "-verify_ip", "192.168.1.7")).toMatch(/: OK/);
    expect(openssl(authority.certificate, certificate, "-verify_ip", "fd00::2")).toMatch(/: OK/);
    expect(openssl(authority.certificate, certificate, "-verify_hostname", "kitchen.local")).toMatch(/: OK/);
    expect(openssl(authority.certificate, certificate, "-verify_ip", "192.168.1.8")).toMatch(/mismatch/);
  });

  it.each([
    { addresses: ["192.168.1.7"], names: ["bank.example"] },
    { addresses: ["8.8.8.8"], names: [] },
    { addresses: ["2001:db8::1"], names: ["kitchen.local"] },
    { addresses: ["192.168.1.7"], names: ["evillocal"] },
  ])("of a stolen authority are refused for %j: it may vouch for private places alone", async (place) => {
    const authority = await makeAuthority("kitchen");
    const { certificate } = await makeCertificate(authority, place);
    expect(openssl(authority.certificate, certificate)).toMatch(/permitted subtree violation/);
  });

  it("are made again for other addresses, other names, another authority, and before they end", async () => {
    const authority = await makeAuthority("kitchen");
    const { certificate } = await makeCertificate(authority, PLACE);
    const good = (place = PLACE, later = 0) =>
      isGood(certificate, authority.certificate, place, new Date(Date.now() + later * DAY_MS));
    expect(good()).toBe(true);
    expect(good({ ...PLACE, addresses: ["192.168.1.9"] })).toBe(false);
    expect(good({ ...PLACE, names: ["pantry.local"] })).toBe(false);
    expect(good(PLACE, 300)).toBe(true);
    expect(good(PLACE, 370)).toBe(false);
    const other = await makeAuthority("kitchen");
    expect(isGood(certificate, other.certificate, PLACE)).toBe(false);
  });

  it("stay the same from start to start; a new address keeps the authority that phones trust", async () => {
    const first = await lanCertificates(folder, PLACE);
    expect(first.isNewAuthority).toBe(true);
    expect(await lanCertificates(folder, PLACE)).toEqual({ ...first, isNewAuthority: false });
    const moved = await lanCertificates(folder, { ...PLACE, addresses: ["10.0.0.5"] });
    expect(moved.authority).toEqual(first.authority);
    expect(new X509Certificate(moved.leaf.certificate).checkIP("10.0.0.5")).toBe("10.0.0.5");
    expect(new X509Certificate(moved.leaf.certificate).checkIP("192.168.1.7")).toBeUndefined();
  });

  it("have keys that only their owner reads", async () => {
    await lanCertificates(folder, PLACE);
    for (const name of ["authority.key", "server.key"])
      expect(statSync(join(folder, "lan", name)).mode & 0o777).toBe(0o600);
  });
});

describe("a given certificate", () => {
  async function given(now = new Date(), place = PLACE) {
    const pair = await makeCertificate(await makeAuthority("kitchen"), place, now);
    const files = { cert: join(folder, "c.pem"), key: join(folder, "k.pem") };
    writeFileSync(files.cert, pair.certificate);
    writeFileSync(files.key, pair.key);
    return { pair, files };
  }
  function reasonOf(files: { cert: string; key: string }): string {
    try {
      readGiven(files);
      return "accepted";
    } catch (error) {
      if (!isAppError(error) || error.code !== "lan/certificate") throw error;
      return String(error.facts.reason);
    }
  }

  it("is taken when it belongs to its key", async () => {
    const { files, pair } = await given();
    expect(readGiven(files)).toEqual(pair);
  });

  it("is refused with another key, when it has ended, has not begun, or is no certificate", async () => {
    const { files } = await given();
    const other = await makeCertificate(await makeAuthority("other"), PLACE);
    writeFileSync(join(folder, "other.pem"), other.key);
    expect(reasonOf({ ...files, key: join(folder, "other.pem") })).toMatch(/is not the key of/);
    expect(reasonOf({ ...files, cert: join(folder, "none.pem") })).toMatch(/cannot be read/);
    expect(reasonOf({ ...files, cert: files.key })).toMatch(/no certificate/);
    expect(reasonOf({ ...files, key: files.cert })).toMatch(/no private key/);
    expect(reasonOf((await given(new Date(Date.now() - 500 * DAY_MS))).files)).toMatch(/ended on 20/);
    expect(reasonOf((await given(new Date(Date.now() + 9 * DAY_MS))).files)).toMatch(/begins on 20/);
  });
});

describe("the place in the network", () => {
  const address = (one: string, internal = false) =>
    ({ address: one, internal, family: one.includes(":") ? "IPv6" : "IPv4" }) as never;

  it("is every private address of this computer, none that the internet reaches, and its .local name", () => {
    const interfaces = {
      lo: [address("127.0.0.1", true)],
      eth0: [address("fd00::2"), address("fe80::1"), address("192.168.1.7"), address("203.0.113.9")],
      vpn: [address("100.101.102.103"), address("2001:db8::1")],
    };
    expect(lanPlace("", interfaces, "Kitchen-PC")).toEqual({
      addresses: ["192.168.1.7", "100.101.102.103", "fd00::2"],
      names: ["kitchen-pc.local"],
    });
  });

  it.each([
    ["pc.lan", ["pc.local", "pc.lan"]],
    ["pc.company.example", ["pc.local"]],
    ["localhost", []],
    ["bad name", []],
    ["", []],
  ])("of a computer called %j has the names %j", (machine, names) => {
    expect(lanPlace("10.0.0.1", {}, machine).names).toEqual(names);
  });

  it("takes chosen addresses, private ones alone", () => {
    expect(lanPlace("127.0.0.2, 8.8.8.8", {}, "pc").addresses).toEqual(["127.0.0.2"]);
    expect(["8.8.8.8", "172.32.0.1", "evil", "::ffff:8.8.8.8"].filter(isPrivate)).toEqual([]);
    expect(hostOf("fd00:0::2")).toBe("[fd00::2]");
  });
});
