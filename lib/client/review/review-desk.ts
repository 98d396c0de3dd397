import { createStore, type StoreApi } from "zustand/vanilla";
import type { CorrectionInput } from "@/lib/contracts/corrections";
import type { Review, ReviewInput } from "@/lib/contracts/review";
import { type AppError, isAppError } from "@/lib/core/errors";
import type { DeskPhoto, OpenDeskPhoto } from "./desk-photo";
import type { ReviewApi } from "./review-api";

export interface DeskProblem {
  readonly code: string;
  readonly facts: AppError["facts"];
}

type Opening =
  | { readonly state: "opening" }
  | { readonly state: "ready"; readonly photo: DeskPhoto }
  | { readonly state: "failed"; readonly problem: DeskProblem };

/** Something done at the desk that can be taken back. */
type Step =
  | { readonly kind: "skipped"; readonly photoId: string }
  | { readonly kind: "decided"; readonly photoId: string; readonly review: Promise<Review | null> };

export interface DeskState {
  /** Photos that wait, the one in front first. */
  readonly order: readonly string[];
  /** Put aside: they come again when nothing else waits. */
  readonly skipped: readonly string[];
  /** The photo in front and the next ones, fetched ahead. */
  readonly opened: ReadonlyMap<string, Opening>;
  readonly trail: readonly Step[];
  /** Decisions of this visit that stand. */
  readonly decided: number;
}

export interface ReviewDesk extends StoreApi<DeskState> {
  /** What the queue offers now. Photos already decided or put aside here stay away, the one in front stays there. */
  offer(photoIds: readonly string[]): void;
  /** Another filter: only these count. */
  replace(photoIds: readonly string[]): void;
  /** Accepts what stands on the photo in front; with edits that is a fix. */
  accept(): void;
  reject(reason: string): void;
  skip(): void;
  /** Takes the last step back and brings its photo to the front. @returns false when there is none */
  undo(): Promise<boolean>;
  /** Tries to open the photo in front again. */
  again(): void;
  bringBackSkipped(): void;
  /** Others review these, or nobody needs to any more: they leave the order. */
  withdraw(photoIds: readonly string[]): void;
  dispose(): void;
}

export interface ReviewDeskOptions {
  readonly api: Pick<ReviewApi, "decide" | "undo">;
  readonly open: OpenDeskPhoto;
  /** A decision or its undoing did not reach the server. The photo is back in the order. */
  readonly onProblem: (problem: DeskProblem) => void;
  /** The server has something new: counts and queue may be fetched again. */
  readonly onChange: () => void;
  /** A decision arrived. */
  readonly onDecided?: (review: Review) => void;
  /** A UUID for a decision; random when left out. */
  readonly newId?: () => string;
}

/** Photos held ready, the one in front included. */
const AHEAD = 4;

/** It is unknown whether the decision arrived; sent again, it is the same one. */
const UNKNOWN = ["server/offline", "server/unexpected"];

const isSame = (a: ReviewInput, b: ReviewInput) =>
  JSON.stringify({ ...a, id: undefined }) === JSON.stringify({ ...b, id: undefined });

function toProblem(error: unknown): DeskProblem {
  return isAppError(error)
    ? { code: error.code, facts: error.facts }
    : { code: "server/unexpected", facts: {} };
}

/** What the person decided about the photo in front, as it is sent to the server. */
function acceptance({ item, editor }: DeskPhoto): ReviewInput {
  const about = { photoId: item.card.photoId, correctionId: item.correction.id };
  const { isDirty, labels } = editor.getState();
  return isDirty
    ? { ...about, verdict: "fixed", labels: labels as CorrectionInput["labels"] }
    : { ...about, verdict: "accepted" };
}

/**
 * The reviewer's desk: one photo in front, the next ones fetched and decoded ahead, so that a decision shows the next
 * photo at once and is sent in the background.
 */
export function createReviewDesk(options: ReviewDeskOptions): ReviewDesk {
  const { api, open, onProblem, onChange, newId = () => crypto.randomUUID() } = options;
  const store = createStore<DeskState>(() => ({
    order: [],
    skipped: [],
    opened: new Map(),
    trail: [],
    decided: 0,
  }));
  const { getState: get, setState: set } = store;
  /** Decided here: a queue that was requested before the server knew still lists them. */
  const done = new Set<string>();
  /** Decisions whose answer was lost, by photo. */
  const unanswered = new Map<string, ReviewInput>();
  let isDisposed = false;

  const setOpened = (photoId: string, opening: Opening) =>
    set(({ opened }) => ({ opened: new Map(opened).set(photoId, opening) }));

  function openAhead(): void {
    const wanted = new Set(get().order.slice(0, AHEAD));
    const kept = new Map([...get().opened].filter(([id]) => wanted.has(id)));
    for (const [id, opening] of get().opened)
      if (!wanted.has(id) && opening.state === "ready") opening.photo.dispose();
    set({ opened: kept });
    for (const id of wanted) if (!kept.has(id)) void openOne(id);
  }

  async function openOne(photoId: string): Promise<void> {
    setOpened(photoId, { state: "opening" });
    try {
      const photo = await open(photoId);
      if (isDisposed || !get().opened.has(photoId)) return photo.dispose();
      setOpened(photoId, { state: "ready", photo });
    } catch (error) {
      if (get().opened.has(photoId)) setOpened(photoId, { state: "failed", problem: toProblem(error) });
    }
  }

  function arrange(order: readonly string[], skipped = get().skipped): void {
    set({ order, skipped });
    openAhead();
  }

  function front(): DeskPhoto | undefined {
    const [id] = get().order;
    const opening = id === undefined ? undefined : get().opened.get(id);
    return opening?.state === "ready" ? opening.photo : undefined;
  }

  async function send(input: ReviewInput): Promise<Review | null> {
    try {
      const review = await api.decide(input);
      unanswered.delete(input.photoId);
      onChange();
      options.onDecided?.(review);
      return review;
    } catch (error) {
      if (UNKNOWN.includes(toProblem(error).code)) unanswered.set(input.photoId, input);
      else unanswered.delete(input.photoId);
      done.delete(input.photoId);
      set(({ trail, decided }) => ({
        trail: trail.filter((step) => step.photoId !== input.photoId),
        decided: decided - 1,
      }));
      // Not before the one in front.
      const [first, ...rest] = get().order;
      arrange(first === undefined ? [input.photoId] : [first, input.photoId, ...rest]);
      onProblem(toProblem(error));
      return null;
    }
  }

  function decide(input: ReviewInput): void {
    const { photoId } = input;
    done.add(photoId);
    const before = unanswered.get(photoId);
    const sent = before && isSame(before, input) ? before : { ...input, id: newId() };
    const step: Step = { kind: "decided", photoId, review: send(sent) };
    set(({ trail, decided }) => ({ trail: [...trail, step], decided: decided + 1 }));
    arrange(get().order.filter((id) => id !== photoId));
  }

  return {
    ...store,
    offer(photoIds) {
      const { order, skipped } = get();
      const known = new Set([...order, ...skipped, ...done]);
      arrange([...order, ...photoIds.filter((id) => !known.has(id))]);
    },
    replace(photoIds) {
      arrange(
        photoIds.filter((id) => !done.has(id)),
        [],
      );
    },
    accept() {
      const photo = front();
      if (photo) decide(acceptance(photo));
    },
    reject(reason) {
      const photo = front();
      if (!photo) return;
      const { card, correction } = photo.item;
      decide({ verdict: "rejected", photoId: card.photoId, correctionId: correction.id, reason });
    },
    skip() {
      const [photoId, ...order] = get().order;
      if (photoId === undefined) return;
      set(({ trail }) => ({ trail: [...trail, { kind: "skipped", photoId }] }));
      arrange(order, [...get().skipped, photoId]);
    },
    async undo() {
      const step = get().trail.at(-1);
      if (!step) return false;
      set(({ trail }) => ({ trail: trail.slice(0, -1) }));
      const { photoId } = step;
      if (step.kind === "decided") {
        const review = await step.review;
        if (!review) return true; // it never reached the server, and is back already
        try {
          await api.undo(photoId, review.id);
        } catch (error) {
          onProblem(toProblem(error));
          return true;
        }
        done.delete(photoId);
        set(({ decided }) => ({ decided: decided - 1 }));
        onChange();
      }
      const others = get().order.filter((id) => id !== photoId);
      arrange(
        [photoId, ...others],
        get().skipped.filter((id) => id !== photoId),
      );
      return true;
    },
    again() {
      const [photoId] = get().order;
      if (photoId !== undefined) void openOne(photoId);
    },
    bringBackSkipped() {
      const { order, skipped } = get();
      arrange([...order, ...skipped], []);
    },
    withdraw(photoIds) {
      const gone = new Set(photoIds);
      if (get().order.some((id) => gone.has(id))) arrange(get().order.filter((id) => !gone.has(id)));
    },
    dispose() {
      isDisposed = true;
      for (const opening of get().opened.values()) if (opening.state === "ready") opening.photo.dispose();
      set({ opened: new Map() });
    },
  };
}
