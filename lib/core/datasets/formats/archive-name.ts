const ENDING = /\.(zip|tar|tgz|gz)$/i;

/** True for a name of an archive that can be read. */
export const isArchiveName = (name: string): boolean => ENDING.test(name);

/** The name of a set from this file: `pantry.tar.gz` is `pantry`. */
export const withoutArchiveEnding = (name: string): string => name.replace(/\.(tar\.gz|zip|tar|tgz)$/i, "");
