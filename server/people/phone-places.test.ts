import { afterEach, expect, it, vi } from "vitest";
import { phonePlaces } from "./phone-places";

afterEach(() => {
  vi.unstubAllEnvs();
});

function place(hosts: string, more: Readonly<Record<string, string>> = {}) {
  for (const [name, value] of Object.entries({
    FORAGE_TLS_HOSTS: hosts,
    FORAGE_CA_FINGERPRINT: "",
    FORAGE_PUBLIC_URL: "",
    ...more,
  }))
    vi.stubEnv(name, value);
  return phonePlaces();
}

it("alone at this computer there is none", () => {
  expect(place("")).toEqual({ places: [], fingerprint: null });
});

it("with Forage's own authority each has the page of the certificate, over plain http at the same port", () => {
  expect(place("192.168.1.7:3000,[fd00::2]:3000,pc.local:3000", { FORAGE_CA_FINGERPRINT: "AB:CD" })).toEqual({
    places: ["192.168.1.7:3000", "[fd00::2]:3000", "pc.local:3000"].map((host) => ({
      origin: `https://${host}`,
      certificatePage: `http://${host}/ca`,
    })),
    fingerprint: "AB:CD",
  });
});

it("at port 443 each is told once, and plain http is asked there too", () => {
  const { places } = place("192.168.1.7:443,192.168.1.7,[fd00::2]:443,[fd00::2]", {
    FORAGE_CA_FINGERPRINT: "AB",
  });
  expect(places).toEqual([
    { origin: "https://192.168.1.7", certificatePage: "http://192.168.1.7:443/ca" },
    { origin: "https://[fd00::2]", certificatePage: "http://[fd00::2]:443/ca" },
  ]);
});

it("a given certificate is trusted already", () => {
  expect(place("kitchen.example:3000")).toEqual({
    places: [{ origin: "https://kitchen.example:3000", certificatePage: null }],
    fingerprint: null,
  });
});

it("the public address comes first and needs no certificate of Forage's", () => {
  const { places } = place("192.168.1.7:3000,forage.example", {
    FORAGE_CA_FINGERPRINT: "AB",
    FORAGE_PUBLIC_URL: "https://forage.example",
  });
  expect(places).toEqual([
    { origin: "https://forage.example", certificatePage: null },
    { origin: "https://192.168.1.7:3000", certificatePage: "http://192.168.1.7:3000/ca" },
  ]);
});
