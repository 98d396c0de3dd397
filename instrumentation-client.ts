import { config } from "zod";
import { keepOfflineCopy } from "@/lib/client/offline/keep-offline-copy";

// Runs before anything of the page: zod would else try out `new Function`, which the page's policy forbids and the
// console reports.
config({ jitless: true });

keepOfflineCopy();
