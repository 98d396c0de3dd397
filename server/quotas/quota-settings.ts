import { environmentValue } from "@/server/environment/environment-value";

const GIGABYTE = 2 ** 30;

/** What one team may keep and do at once. Somebody's own team is a person's. */
export interface TeamLimits {
  readonly bytes: number;
  readonly photos: number;
  readonly jobs: number;
}

const USUAL = {
  FORAGE_PERSON_STORAGE_GB: 200,
  FORAGE_PERSON_PHOTOS: 200_000,
  FORAGE_PERSON_JOBS: 20,
  FORAGE_PERSON_TEAMS: 20,
  FORAGE_TEAM_STORAGE_GB: 500,
  FORAGE_TEAM_PHOTOS: 500_000,
  FORAGE_TEAM_JOBS: 40,
} as const;
export type QuotaSetting = keyof typeof USUAL;

function settingValue(name: QuotaSetting): number {
  const value = Number(environmentValue(name));
  return Number.isFinite(value) && value > 0 ? value : USUAL[name];
}

/** Names of the settings that hold for a team. */
export function settingsOf(isPersonal: boolean): Readonly<Record<keyof TeamLimits, QuotaSetting>> {
  return isPersonal
    ? { bytes: "FORAGE_PERSON_STORAGE_GB", photos: "FORAGE_PERSON_PHOTOS", jobs: "FORAGE_PERSON_JOBS" }
    : { bytes: "FORAGE_TEAM_STORAGE_GB", photos: "FORAGE_TEAM_PHOTOS", jobs: "FORAGE_TEAM_JOBS" };
}

export function limitsOf(isPersonal: boolean): TeamLimits {
  const { bytes, photos, jobs } = settingsOf(isPersonal);
  return { bytes: settingValue(bytes) * GIGABYTE, photos: settingValue(photos), jobs: settingValue(jobs) };
}

/** Of how many teams, besides their own, one person may be the admin by making them. */
export const mostTeams = () => settingValue("FORAGE_PERSON_TEAMS");
