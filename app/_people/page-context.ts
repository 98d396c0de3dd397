import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { type Context, createContext } from "@/server/api/context";

/** Who opens a page that shows rows; a stranger is sent to sign in, and who is out of the team to where that is said. */
export async function pageContext(): Promise<Context> {
  const context = await createContext({ headers: await headers() });
  if (context.via === "none") redirect("/sign-in");
  if (context.isOutOfTeam) redirect("/");
  return context;
}
