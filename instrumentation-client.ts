import { config } from "zod";
import { keepOfflineCopy } from "@/lib/client/offline/keep-offline-copy";

// Runs before anything of the page: zod would else try out `new Function`, which the page's policy forbids and the
// console reports.
config({ jitless: true });

// while one develops nothing is kept, so that nothing old is ever shown
if (process.env.NODE_ENV === "production") keepOfflineCopy();
