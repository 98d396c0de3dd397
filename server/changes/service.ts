import { CHANGE_TOPICS, type ChangeTopic, changeTopicSchema } from "@/lib/contracts/changes";
import { type Listener, openListener } from "@/server/db/listener";

/** The triggers of the migration `changes` notify here. The workers' channel is another: progress need not wake them. */
const CHANNEL = "forage_changes";
/** A page is notified at most twice a second. The first change after a pause is sent at once. */
const PAUSE_MS = 500;

interface Follower {
  readonly teamId: string;
  readonly topics: ReadonlySet<ChangeTopic>;
  /** Topics that changed since the follower was last told: bounded by the number of topics, however slow it is. */
  readonly pending: Set<ChangeTopic>;
  onNews(): void;
  onEnd(): void;
}

const ignore = () => undefined;
const followers = new Set<Follower>();
/** One for all followers of the process, open while there is one. */
let listener: Listener | undefined;

function tell(follower: Follower, topics: readonly ChangeTopic[]): void {
  for (const topic of topics) if (follower.topics.has(topic)) follower.pending.add(topic);
  if (follower.pending.size > 0) follower.onNews();
}

/** @param teamId whose rows changed; undefined tells everybody */
function tellAll(topics: readonly ChangeTopic[], teamId?: string): void {
  for (const follower of followers)
    if (teamId === undefined || follower.teamId === teamId) tell(follower, topics);
}

function join(follower: Follower): void {
  followers.add(follower);
  listener ??= openListener({
    url: process.env.DATABASE_URL,
    channel: CHANNEL,
    name: "forage changes",
    onListening: () => tellAll(CHANGE_TOPICS),
    onNotification: (payload) => {
      // a version of Forage that knows more topics may use the same database
      const [name, teamId] = payload.split(" ");
      const topic = changeTopicSchema.safeParse(name);
      if (topic.success) tellAll([topic.data], teamId);
    },
  });
  // what changed between the page's first look and now
  if (listener.isListening()) tell(follower, CHANGE_TOPICS);
}

function leave(follower: Follower): void {
  followers.delete(follower);
  if (followers.size > 0) return;
  listener?.close();
  listener = undefined;
}

/**
 * The topics that changed for a team, whoever changed them, in this process or another: first all of them, as soon as changes are
 * heard, and again after any time in which they were not. No query runs in between. Ends when the signal is aborted.
 */
export async function* followChanges(
  topics: readonly ChangeTopic[],
  teamId: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<readonly ChangeTopic[], void> {
  const follower: Follower = {
    teamId,
    topics: new Set(topics),
    pending: new Set(),
    onNews: ignore,
    onEnd: ignore,
  };
  signal?.addEventListener("abort", () => {
    // at once, even while the client still handles the last message
    leave(follower);
    follower.onEnd();
  });
  if (!signal?.aborted) join(follower);
  try {
    while (!signal?.aborted) {
      await news(follower);
      if (signal?.aborted) return;
      const changed = [...follower.pending];
      follower.pending.clear();
      yield changed;
      if (!signal?.aborted) await pause(follower);
    }
  } finally {
    leave(follower);
  }
}

/** Resolves when there is something to tell, or the follower has left. */
function news(follower: Follower): Promise<void> | undefined {
  if (follower.pending.size > 0) return;
  return new Promise((resolve) => {
    follower.onNews = resolve;
    follower.onEnd = resolve;
  });
}

/** Resolves after a while, or when the follower has left. */
function pause(follower: Follower): Promise<void> {
  return new Promise((resolve) => {
    follower.onNews = ignore;
    follower.onEnd = resolve;
    setTimeout(resolve, PAUSE_MS);
  });
}
