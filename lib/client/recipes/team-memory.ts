import type { Memory } from "@/lib/client/browser/remembered";

const TEAM = "kitchen-team";

export interface TeamMemory extends Memory {
  /** @returns false where it was this team's already */
  belongTo(teamId: string): boolean;
}

/**
 * What a browser keeps for a team, apart from what it keeps for others: changes that wait are never sent to another team, and
 * nobody is shown another household's list. What was kept before there were teams goes to the first that is named.
 */
export function createTeamMemory(memory: Memory, keys: readonly string[]): TeamMemory {
  const team = () => memory.read(TEAM) || null;
  const at = (key: string, of: string | null) => (of === null ? key : `${key}@${of}`);
  return {
    read: (key) => memory.read(at(key, team())) || null,
    write: (key, value) => memory.write(at(key, team()), value),
    belongTo(teamId) {
      const before = team();
      if (before === teamId) return false;
      if (before === null)
        for (const key of keys) {
          const kept = memory.read(key);
          if (kept) memory.write(at(key, teamId), kept);
          memory.write(key, "");
        }
      memory.write(TEAM, teamId);
      return true;
    },
  };
}
