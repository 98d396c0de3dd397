import { ENGLISH } from "./english";
import { LANGUAGES, type LanguageCode, type LineLanguage } from "./language";

/** Each language's words and food names are loaded when a line in it is read for the first time. */
const LOADERS: Readonly<Record<LanguageCode, () => Promise<LineLanguage>>> = {
  en: async () => ENGLISH,
  de: async () => (await import("./de")).LANGUAGE,
  fr: async () => (await import("./fr")).LANGUAGE,
  es: async () => (await import("./es")).LANGUAGE,
  it: async () => (await import("./it")).LANGUAGE,
  nl: async () => (await import("./nl")).LANGUAGE,
  pt: async () => (await import("./pt")).LANGUAGE,
  sv: async () => (await import("./sv")).LANGUAGE,
  pl: async () => (await import("./pl")).LANGUAGE,
};

export function isLanguage(code: string | null | undefined): code is LanguageCode {
  return LANGUAGES.some((language) => language === code);
}

/** A language to read lines in; English where the code is none of ours. */
export async function loadLanguage(code: string | null | undefined): Promise<LineLanguage> {
  return await LOADERS[isLanguage(code) ? code : "en"]();
}

/** Every language, to choose by a recipe's own. */
export async function loadLanguages(): Promise<(code: string | null | undefined) => LineLanguage> {
  const loaded = await Promise.all(LANGUAGES.map(loadLanguage));
  const byCode = new Map(loaded.map((language) => [language.code as string, language]));
  return (code) => byCode.get(code ?? "en") ?? ENGLISH;
}
