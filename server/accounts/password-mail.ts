import { connection } from "@/server/db/transaction";
import { isMailSet } from "@/server/mail/mail-settings";
import { sendMail } from "@/server/mail/send-mail";
import { findUser } from "./repository";

/** The mail that says so. */
export function passwordChangedMail(to: string) {
  return {
    to,
    subject: "Your password for Forage was changed",
    text: "Your password for Forage was just changed, and every other browser was signed out.\n\nIf it was you, there is nothing to do.\n\nIf it was not you, ask for a link for a new password at once, on the page to sign in or from an admin of that Forage. That link also ends keys and passkeys that somebody may have made.\n",
  };
}

/** Tells a person that their password is another now, where mail can be sent. Nobody waits for it. */
export function tellPasswordChanged(userId: string): void {
  if (!isMailSet()) return;
  void findUser(connection(), userId)
    .then(async (user) => {
      if (user?.email) await sendMail(passwordChangedMail(user.email));
    })
    .catch((error: unknown) => console.warn(`accounts: no mail was sent (${String(error)})`));
}
