/**
 * Keeps a subscription while the page is visible: a browser opens six connections to one server, and tabs in the
 * background would hold them all. A page that is shown again subscribes again.
 * @returns ends it
 */
export function whileSeen(subscribe: () => { unsubscribe(): void }): () => void {
  let subscription: { unsubscribe(): void } | null = null;
  const follow = () => {
    if (document.hidden) {
      subscription?.unsubscribe();
      subscription = null;
    } else {
      subscription ??= subscribe();
    }
  };
  follow();
  document.addEventListener("visibilitychange", follow);
  return () => {
    document.removeEventListener("visibilitychange", follow);
    subscription?.unsubscribe();
    subscription = null;
  };
}
