import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { AppError } from "@/lib/core/errors";

/** PostgreSQL refuses to run as root; then this account runs it. */
const ACCOUNT_NAME = "postgres";

export interface Account {
  readonly uid: number;
  readonly gid: number;
}

function findAccount(): Account | undefined {
  const line = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .find((entry) => entry.startsWith(`${ACCOUNT_NAME}:`));
  const [, , uid, gid] = line?.split(":") ?? [];
  return uid && gid ? { uid: Number(uid), gid: Number(gid) } : undefined;
}

/** useradd is on Debian and Fedora kin, adduser -S on Alpine's. */
function createAccount(): void {
  const ways: readonly (readonly [string, readonly string[]])[] = [
    [
      "useradd",
      ["--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", ACCOUNT_NAME],
    ],
    ["adduser", ["-S", "-D", "-H", ACCOUNT_NAME]],
  ];
  const failures: unknown[] = [];
  for (const [command, args] of ways) {
    try {
      execFileSync(command, args, { stdio: "pipe" });
      return;
    } catch (error) {
      failures.push(error);
    }
  }
  throw new AppError("server/database-down", {
    facts: {
      reason: `the account "${ACCOUNT_NAME}" could not be made; make it, or start Forage as another user than root`,
    },
    cause: new AggregateError(failures),
  });
}

/**
 * The account that must run PostgreSQL; undefined when the present one will do. Makes it when root has none.
 * @throws AppError server/database-down
 */
export function databaseAccount(): Account | undefined {
  if (process.platform === "win32" || process.getuid?.() !== 0) return undefined;
  const present = existsSync("/etc/passwd") ? findAccount() : undefined;
  if (present) return present;
  createAccount();
  const made = findAccount();
  if (!made)
    throw new AppError("server/database-down", { facts: { reason: `no account "${ACCOUNT_NAME}"` } });
  return made;
}

/** True when the account may pass through every folder above and including `folder` (by mode bits). */
export function canReach(account: Account, folder: string): boolean {
  const { uid, gid, mode } = statSync(folder);
  const executeBit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
  if ((mode & executeBit) === 0) return false;
  const parent = dirname(folder);
  return parent === folder || canReach(account, parent);
}
