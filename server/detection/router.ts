import { procedure, router } from "@/server/api/trpc";
import { readEndpoints } from "./remote/read-endpoints";

export const detectionRouter = router({
  /** Servers elsewhere that are to run the network, as they answer now. */
  endpoints: procedure("admin:read").query(() => readEndpoints()),
});
