/** A class's name by its id. */
export type NameOf = (classId: number) => string;
