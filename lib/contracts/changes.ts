import { z } from "zod";

/** What open pages are told has changed. The migration `changes` says which tables belong to which topic. */
export const CHANGE_TOPICS = ["jobs", "training", "models"] as const;
export const changeTopicSchema = z.enum(CHANGE_TOPICS);
export type ChangeTopic = z.infer<typeof changeTopicSchema>;
