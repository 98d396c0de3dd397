import { describe, expect, it } from "vitest";
import { sentenceOf } from "@/lib/contracts/error-sentences";
import { startFault } from "./fault";

const fault = (output: string) => startFault(output, "/data", "/data/logs/postgres.log");

describe("startFault", () => {
  it.each([
    ["a lost log of changes", 'FATAL:  required WAL directory "pg_wal" does not exist'],
    ["a log of changes that was emptied", "PANIC:  could not locate a valid checkpoint record at 0/194C298"],
    ["a zeroed control file", "PANIC:  incorrect checksum in control file"],
    ["no control file", 'PANIC:  could not open file "global/pg_control": No such file or directory'],
    ["a damaged map", 'FATAL:  relation mapping file "global/pg_filenode.map" contains invalid data'],
    ["a damaged page", 'ERROR:  invalid page in block 0 of relation "base/16384/1259"'],
    ["another version", "FATAL:  database files are incompatible with server"],
  ])("does not call what was saved safe after %s", (_what, words) => {
    const error = fault(`LOG:  starting PostgreSQL\n${words}\nLOG:  database system is shut down`);
    expect(error.code).toBe("server/database-damaged");
    expect(sentenceOf(error)).toMatch(/may be lost/);
    expect(sentenceOf(error)).not.toMatch(/is safe/);
  });

  it("keeps the plain words for a port, a full disk and a folder without rights", () => {
    expect(fault('FATAL:  could not create lock file "postmaster.pid": No space left on device').code).toBe(
      "storage/disk-full",
    );
    expect(fault('FATAL:  could not open file "global/pg_control": Permission denied').code).toBe(
      "storage/read-only",
    );
    expect(fault("FATAL:  could not create any TCP/IP sockets").code).toBe("server/database-down");
  });
});
