import { connect } from "node:net";
import { dataFolder } from "@/server/storage/data-folder";
import { clusterUrl, readSettings } from "./cluster/settings";

const DATABASE = "forage";
const WAIT_MS = 500;

/** Whether somebody listens on a port of this computer. */
function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: "127.0.0.1", timeout: WAIT_MS });
    const end = (isUp: boolean) => {
      socket.destroy();
      resolve(isUp);
    };
    socket.once("connect", () => end(true));
    socket.once("timeout", () => end(false));
    socket.once("error", () => end(false));
  });
}

/**
 * For the command line: puts the database of a Forage running on this data folder into `DATABASE_URL`, unless one is
 * already named.
 * @returns whether one is named now
 */
export async function adoptRunningDatabase(): Promise<boolean> {
  if (process.env.DATABASE_URL) return true;
  const settings = readSettings(dataFolder());
  if (!settings || settings.port === 0 || !(await answers(settings.port))) return false;
  process.env.DATABASE_URL = clusterUrl(settings, DATABASE);
  return true;
}
