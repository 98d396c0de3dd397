/** Required into the web server's process: when `npm start` is killed outright, the server does not outlive it. */
const parent = process.ppid;

setInterval(() => {
  if (process.ppid !== parent) process.kill(process.pid, "SIGTERM");
}, 1_000).unref();
