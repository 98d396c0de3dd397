import { AppError } from "@/lib/core/errors";

/** Tasks that tests run on a thread. */
export const double = (value: number) => 2 * value;
export const refuse = () => {
  throw new AppError("recipe/none-found", { facts: { host: "example.org" } });
};
export const fail = () => {
  throw new TypeError("no such thing");
};
export const forEver = () => {
  for (;;);
};
export const deep = (levels: number): number => (levels === 0 ? 0 : 1 + deep(levels - 1));
export const fill = () => {
  const kept: string[][] = [];
  for (;;) kept.push(Array.from({ length: 100_000 }, (_, i) => `${i} ${kept.length}`));
};
