import { expect, it } from "vitest";
import { wordQuery } from "./word-query";

const names: Record<string, string> = {
  onion: "onion",
  potato: "potato",
  bread: "bread",
  "olive-oil": "olive oil",
};
const query = (text: string) => wordQuery(text, (id) => (names[id] ? { name: names[id]! } : undefined));

it("looks for every word by its beginning", () => {
  expect(query("tom sou")).toBe("tom:* & sou:*");
  expect(query("  ")).toBe("");
});

it("looks for a food of another language by its English name as well", () => {
  expect(query("Zwiebel")).toBe("((zwiebel:*) | (onion:*))");
  expect(query("pommes de terre")).toBe("((pommes:* & de:* & terre:*) | (potato:*))");
  expect(query("cebula soup")).toBe("((cebula:*) | (onion:*)) & soup:*");
  expect(query("huile d'olive")).toBe("((huile:* & d:* & olive:*) | (olive:* & oil:*))");
});

it("leaves English words alone", () => {
  expect(query("pan")).toBe("pan:*");
  expect(query("more onion")).toBe("more:* & onion:*");
});
