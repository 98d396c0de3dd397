const ENDING = /\.(zip|tar|tgz|gz)$/i;

/** True for a name that archives go by which can be read. */
export const isArchiveName = (name: string): boolean => ENDING.test(name);

/** What a set is called that came as this file: `pantry.tar.gz` is `pantry`. */
export const withoutArchiveEnding = (name: string): string => name.replace(/\.(tar\.gz|zip|tar|tgz)$/i, "");
