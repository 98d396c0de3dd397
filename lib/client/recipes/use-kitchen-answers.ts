"use client";

import { useSyncExternalStore } from "react";
import type { StoreApi } from "zustand/vanilla";
import { NO_ANSWERS } from "@/lib/core/recipes/kitchen-answers";
import { type AnswersState, createKitchenAnswersStore } from "./kitchen-answers-store";

let shared: StoreApi<AnswersState> | undefined;

function answersStore(): StoreApi<AnswersState> {
  shared ??= createKitchenAnswersStore();
  return shared;
}

const ON_SERVER: AnswersState = { answers: NO_ANSWERS, change: () => {} };

/** What a person said about the foods on the photos of the strip. */
export function useKitchenAnswers(): AnswersState {
  return useSyncExternalStore(
    (listener) => answersStore().subscribe(listener),
    () => answersStore().getState(),
    () => ON_SERVER,
  );
}
