/** How often one may ask, in a time. */
interface Allowance {
  readonly requests: number;
  readonly seconds: number;
}

/**
 * What a door costs: each names its class beside its permission. A person gets this often through all doors of a class
 * together; what is usual is far above what a page asks for, even while somebody scrolls through pictures.
 */
export const LIMIT_CLASSES = {
  /** The network runs on the server. */
  detect: { requests: 120, seconds: 60 },
  /** Reads files of strangers, for minutes. */
  import: { requests: 60, seconds: 600 },
  /** Packs much into an archive. */
  export: { requests: 30, seconds: 600 },
  /** The server asks another one. */
  fetch: { requests: 60, seconds: 60 },
  /** Brings a file along: a folder is sent file by file. */
  upload: { requests: 3_000, seconds: 60 },
  /** A page, which its address alone counts for. */
  page: { requests: 600, seconds: 60 },
  usual: { requests: 3_000, seconds: 60 },
} as const satisfies Readonly<Record<string, Allowance>>;

export type LimitClass = keyof typeof LIMIT_CLASSES;

/** Several people live behind one address; whoever is not signed in is one person. */
export const PEOPLE_BEHIND_AN_ADDRESS = 4;
