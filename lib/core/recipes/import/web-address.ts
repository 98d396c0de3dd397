/** True for an address that a recipe may keep: http or https, of usual length. */
export function isWebAddress(text: string): boolean {
  return /^https?:\/\/[^\s]+$/i.test(text) && text.length <= 1000;
}
