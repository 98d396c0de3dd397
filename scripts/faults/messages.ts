/** What a process of a round tells once it is acknowledged: from then on it must never be lost. */
export type Told =
  | { readonly what: "at-work" }
  | { readonly what: "photo"; readonly photoId: string; readonly correctionId: string }
  | { readonly what: "revision"; readonly correctionId: string }
  | { readonly what: "deleting"; readonly photoId: string }
  | { readonly what: "deleted"; readonly photoId: string }
  | { readonly what: "move"; readonly moveId: string; readonly modelId: string }
  | { readonly what: "import"; readonly jobId: string; readonly name: string; readonly photos: number }
  | { readonly what: "version"; readonly jobId: string }
  | { readonly what: "failed"; readonly act: string; readonly code: string; readonly detail: string };

/** What a process is told. */
export type Said =
  | { readonly clockOffsetMs: number }
  /** Its disk, as far as Forage may use it, is full, or has room again. */
  | { readonly isFull: boolean };
