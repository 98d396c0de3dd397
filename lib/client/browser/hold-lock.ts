/** For a worker: holds a lock as long as it lives, so that the page notices its death. Resolves once it is held. */
export function holdLock(name: string): Promise<void> {
  return new Promise((resolve) => {
    if (!navigator.locks) {
      resolve();
      return;
    }
    void navigator.locks.request(name, () => {
      resolve();
      return new Promise(() => {});
    });
  });
}
