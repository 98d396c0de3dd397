import { z } from "zod";
import { classIdSchema } from "./box";

/** Most photos one page has in hand: the one in front and the next ones. */
export const MAX_IN_HAND = 8;
/** A page that is silent for this long has given up its photos. Longer than a hidden tab's slow timers are apart. */
export const LEASE_MS = 90_000;
/** A page that is silent for this long shows no photo to anybody. */
export const PRESENCE_MS = 45_000;
/** How often a page says that it is still there. */
export const BEAT_MS = 15_000;

export const holdInputSchema = z.object({
  /** Made when the page opened. */
  pageId: z.uuid(),
  /** The photo that is in front, null for none. */
  front: z.uuid().nullable(),
  /** Photos to have in hand, the most wanted first. What the page had and does not name is given up. */
  wanted: z.array(z.uuid()).max(50),
  count: z.number().int().min(0).max(MAX_IN_HAND),
  /** Of `wanted`: taken even while another has it in hand. */
  takeOver: z.uuid().nullable().default(null),
});
export type HoldInput = z.input<typeof holdInputSchema>;

export const pageInputSchema = z.object({ pageId: z.uuid() });

/** A person of the team, as the review shows them. */
export const reviewPersonSchema = z.object({ id: z.uuid(), name: z.string(), mayReview: z.boolean() });
export type ReviewPerson = z.infer<typeof reviewPersonSchema>;

/** Somebody who has a photo in front, and until when that is known. */
export const presentSchema = z.object({
  photoId: z.uuid(),
  userId: z.uuid(),
  pageId: z.uuid(),
  until: z.iso.datetime(),
});
export type Present = z.infer<typeof presentSchema>;

export const reviewPeopleSchema = z.object({
  me: z.uuid(),
  people: z.array(reviewPersonSchema),
  present: z.array(presentSchema),
  /** Pairs of opinions that differ and wait to be settled. */
  toSettle: z.number().int().min(0),
});
export type ReviewPeople = z.infer<typeof reviewPeopleSchema>;

const photoIdsSchema = z.array(z.uuid()).min(1).max(1_000);

export const assignInputSchema = z.object({
  photoIds: photoIdsSchema,
  /** One takes all; several get them evenly, in their order. None takes the assignments back. */
  userIds: z.array(z.uuid()).max(100),
});
export type AssignInput = z.infer<typeof assignInputSchema>;

export const askOpinionsInputSchema = z.object({ photoIds: photoIdsSchema, isAsked: z.boolean() });

export const opinionRuleSchema = z.object({
  /** Of all photos, in 0..1. */
  share: z.number().min(0).max(1),
  /** All photos with one of these. */
  classIds: z.array(classIdSchema).max(500),
});
export type OpinionRule = z.infer<typeof opinionRuleSchema>;

/** A waiting photo, as the team's list shows it. */
export const teamPhotoSchema = z.object({
  photoId: z.uuid(),
  name: z.string(),
  assignedTo: z.uuid().nullable(),
  /** How many opinions are in; null where one review is enough. */
  opinions: z.number().int().min(0).nullable(),
});
export type TeamPhoto = z.infer<typeof teamPhotoSchema>;
