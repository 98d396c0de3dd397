/**
 * Required into the processes that `npm start` starts: when it is killed outright, they do not outlive it. It names
 * itself, since it may be gone before this line runs; what this process starts in turn has another parent.
 */
const parent = Number(process.env.FORAGE_STARTED_BY) || process.ppid;
delete process.env.FORAGE_STARTED_BY;

setInterval(() => {
  if (process.ppid !== parent) process.kill(process.pid, "SIGTERM");
}, 1_000).unref();
