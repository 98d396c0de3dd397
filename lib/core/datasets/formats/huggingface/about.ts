export const huggingface = {
  id: "huggingface",
  name: "Hugging Face (metadata.jsonl)",
  reads: "the `objects` of an image folder's `metadata.jsonl`, with the class names of its README.md",
  writes: [],
} as const;
