import { z } from "zod";

/** Topics of changes sent to open pages. The migrations `changes`, `kitchen`, `review_people` and `people_changes` say which tables belong to which topic. */
export const CHANGE_TOPICS = ["jobs", "training", "models", "kitchen", "review", "people"] as const;
export const changeTopicSchema = z.enum(CHANGE_TOPICS);
export type ChangeTopic = z.infer<typeof changeTopicSchema>;
