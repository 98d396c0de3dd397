/** Whose rows are read or written, and who does it: the team somebody works in, and the person. */
export interface Who {
  readonly userId: string;
  readonly teamId: string;
}
