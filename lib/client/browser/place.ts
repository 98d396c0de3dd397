const PLACE = /(?:^|; )(?:__Host-)?forage-place=([\w-]+)/;

/**
 * Where this browser keeps the unsaved work of whoever is signed in and of the team they work in: what another person
 * left on a shared computer is neither shown to them nor sent as theirs. The server sets it with each sign-in
 * (`server/accounts/place-cookie.ts`); it is there without the server too.
 * @returns the name with what tells people apart; plain for who is alone at this computer
 */
export function inPlace(
  name: string,
  cookies = typeof document === "undefined" ? "" : document.cookie,
): string {
  const place = PLACE.exec(cookies)?.[1];
  return place === undefined ? name : `${name} ${place}`;
}
