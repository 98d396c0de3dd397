import type { Who } from "@/lib/contracts/who";
import { AppError } from "@/lib/core/errors";
import { connection } from "@/server/db/transaction";
import { sendMail } from "@/server/mail/send-mail";
import { originForMail } from "./origin";
import { findInvitation } from "./repository";
import { createThrottle } from "./throttle";
import { tokenSha256 } from "./tokens";

/** Mails that one person may have sent at once, and how often another: they go to whatever address is typed. */
const perPerson = createThrottle({ tries: 20, refillSeconds: 180 });

const oneLine = (text: string) => text.replace(/\s+/g, " ").trim();

/** The mail that brings an invitation. Names are its sender's own words, so that no link of theirs stands alone on a line. */
export function invitationMail(to: string, { by, team, link }: { by: string; team: string; link: string }) {
  return {
    to,
    subject: `An invitation to “${oneLine(team)}” in Forage`,
    text: `${oneLine(by)} invites you to “${oneLine(team)}” in Forage, which finds food and leaves in photos.\n\nOpen this to join; it works once and for some days:\n${link}\n\nIf you do not know who that is, do nothing.\n`,
  };
}

/**
 * Sends an invitation that was just made to somebody's address; the caller waits for the mail server's answer.
 * @throws AppError team/invitation-gone for one of another team or none; account/too-many-tries; mail/…
 */
export async function mailInvitation(
  headers: Headers,
  { userId, teamId, name }: Who & { readonly name: string },
  { token, email }: { readonly token: string; readonly email: string },
): Promise<void> {
  const found = await findInvitation(connection(), tokenSha256(token), new Date());
  if (found?.teamId !== teamId) throw new AppError("team/invitation-gone");
  const seconds = perPerson.take(userId);
  if (seconds > 0) throw new AppError("account/too-many-tries", { facts: { seconds } });
  const link = `${originForMail(headers)}/join#${token}`;
  await sendMail(invitationMail(email, { by: name, team: found.team, link }));
}
