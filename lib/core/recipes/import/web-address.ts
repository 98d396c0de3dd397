/** The part of the WHATWG URL that is used here; browsers and Node have it, and the core has neither's types. */
interface Address {
  readonly protocol: string;
  readonly href: string;
}
const { URL: Parsed } = globalThis as unknown as {
  readonly URL: new (written: string, base?: string) => Address;
};

/** An address as a whole; null where it is none, or not of the web. @param base where it was written */
export function wholeAddress(written: string, base: string | null): string | null {
  try {
    const { protocol, href } = base === null ? new Parsed(written) : new Parsed(written, base);
    return protocol === "http:" || protocol === "https:" ? href : null;
  } catch {
    return null;
  }
}

/** True for an address that a recipe may keep: http or https, of usual length. */
export function isWebAddress(text: string): boolean {
  return /^https?:\/\/[^\s]+$/i.test(text) && text.length <= 1000;
}
