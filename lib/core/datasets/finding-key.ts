import type { Finding } from "./finding";

/** What a decision about a finding is remembered by, so that it holds when the same is found again. */
export interface FindingKey {
  /** The finding's first photo; empty for one about the whole set. */
  readonly photo: string;
  readonly code: string;
  /** What else tells it from others of its code on that photo; may be empty. */
  readonly subject: string;
}

const SUBJECT_FACTS = ["first", "second", "class", "with", "label"] as const;

/**
 * The key of a finding: equal for the same finding of a later check, whatever order photos came in; another when the
 * box moved, or a photo joined the group of copies.
 */
export function findingKey({ code, photos, region, line, facts }: Finding): FindingKey {
  const [photo = "", ...others] = [...photos].sort();
  const place = region ? [region.x1, region.y1, region.x2, region.y2].map(Math.round).join(" ") : "";
  const named =
    code.startsWith("class-") || photo === "" ? SUBJECT_FACTS.flatMap((name) => facts[name] ?? []) : [];
  const subject = [...others, place, line ?? "", ...named].filter((part) => part !== "").join(" ");
  return { photo, code, subject };
}
