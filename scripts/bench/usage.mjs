// Loaded before a program that is measured: at exit it writes what it used.
import { writeFileSync } from "node:fs";

process.on("exit", () => {
  const file = process.env.FORAGE_BENCH_USAGE;
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  const usage = { peakMb: maxRSS / 1024, processorSeconds: (userCPUTime + systemCPUTime) / 1e6 };
  if (file) writeFileSync(file, JSON.stringify(usage));
});
