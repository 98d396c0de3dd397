/** The mail with a link for a new password. */
export function resetMail(to: string, link: string) {
  return {
    to,
    subject: "A new password for Forage",
    text: `Somebody, probably you, asked for a new password for Forage.\n\nOpen this within an hour to set one:\n${link}\n\nIf it was not you, do nothing: your password stays as it is.\n`,
  };
}
