/** Chromium's event: the browser would install the page, and asks when it is told to. */
interface InstallEvent extends Event {
  prompt(): Promise<unknown>;
}

let offered: InstallEvent | undefined;
const listeners = new Set<() => void>();

function offer(event: InstallEvent | undefined): void {
  offered = event;
  for (const listener of listeners) listener();
}

// it comes once, soon after the page has loaded, whatever is shown then
if (typeof window !== "undefined") {
  window.addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    offer(event as InstallEvent);
  });
  window.addEventListener("appinstalled", () => offer(undefined));
}

export function followInstallOffer(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function isInstallOffered(): boolean {
  return offered !== undefined;
}

/** Lets the browser ask; it does so once for each offer. */
export async function askToInstall(): Promise<void> {
  const event = offered;
  offer(undefined);
  await event?.prompt();
}

export type InstallWay = "installed" | "insecure" | "ios" | "menu";

/** How this browser installs the page where it offers nothing by itself. */
export function installWay({
  userAgent,
  maxTouchPoints,
  isSecure,
  isStandalone,
}: {
  readonly userAgent: string;
  readonly maxTouchPoints: number;
  readonly isSecure: boolean;
  readonly isStandalone: boolean;
}): InstallWay {
  if (isStandalone) return "installed";
  if (!isSecure) return "insecure";
  // every browser on iPhone and iPad installs by the share sheet; an iPad calls itself a Mac
  const isApple = /iPhone|iPad|iPod/.test(userAgent) || (/Macintosh/.test(userAgent) && maxTouchPoints > 1);
  return isApple ? "ios" : "menu";
}
