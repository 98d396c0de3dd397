import { z } from "zod";

/** Topics of changes sent to open pages. The migrations `changes`, `kitchen`, `review_people`, `people_changes` and `monitoring` say which tables belong to which topic. */
export const CHANGE_TOPICS = [
  "jobs",
  "training",
  "models",
  "kitchen",
  "review",
  "people",
  "monitoring",
] as const;
export const changeTopicSchema = z.enum(CHANGE_TOPICS);
export type ChangeTopic = z.infer<typeof changeTopicSchema>;
