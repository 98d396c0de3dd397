import { z } from "zod";

/** Topics of changes sent to open pages. The migrations `changes`, `kitchen` and `review_people` say which tables belong to which topic. */
export const CHANGE_TOPICS = ["jobs", "training", "models", "kitchen", "review"] as const;
export const changeTopicSchema = z.enum(CHANGE_TOPICS);
export type ChangeTopic = z.infer<typeof changeTopicSchema>;
