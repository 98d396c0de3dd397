import { TEAM_ROLES } from "@/lib/contracts/people";
import { INSTALLATION_PERMISSIONS, ROLE_PERMISSIONS } from "@/server/api/permissions";
import { DOORS, type Door } from "./registry";

const SCOPES = {
  team: "the team worked in",
  person: "the person",
  installation: "the installation",
  none: "none",
} as const;

function mayRole({ permission }: Door, role: (typeof TEAM_ROLES)[number]): boolean {
  return permission === "public" || ROLE_PERMISSIONS[role].includes(permission);
}

/** Whether the installation's admin may, whatever their role in the team. */
export const isForInstallation = ({ permission }: Door): boolean =>
  permission !== "public" && INSTALLATION_PERMISSIONS.includes(permission);

/** `docs/permissions.md`. */
export function permissionMatrix(): string {
  const head = [
    "door",
    "permission",
    "rows",
    "limit",
    "no sign-in",
    ...TEAM_ROLES,
    "installation's admin",
    "another team",
  ];
  const lines = Object.entries(DOORS).map(([name, door]) => {
    const cells = [
      `\`${name}\``,
      door.permission,
      SCOPES[door.scope],
      door.limit,
      door.permission === "public" ? "yes" : "–",
      ...TEAM_ROLES.map((role) => (mayRole(door, role) ? "yes" : "–")),
      isForInstallation(door) || mayRole(door, "viewer") ? "yes" : "as their role",
      door.scope === "team"
        ? "their own rows alone"
        : door.scope === "person"
          ? "their own rows alone"
          : "the same",
    ];
    return `| ${cells.join(" | ")} |`;
  });
  const notes = Object.entries(DOORS)
    .filter(([, { why }]) => why)
    .map(([name, { why }]) => `- \`${name}\`: ${why}`);
  return `# Who may do what

Made by \`app/api/_doors/doors.test.ts\`, which tries every line of it; \`npx vitest run app/api/_doors -u\` (not run by a test)
writes it again. A door is a procedure, a route's method, or a page that reads data on the server. An API key may do what its scopes name
and its person may. Without a sign-in means: where accounts exist. Alone on 127.0.0.1 the person at the computer may do everything.

| ${head.join(" | ")} |
|${head.map(() => "---").join("|")}|
${lines.join("\n")}

## Notes

${notes.join("\n")}
`;
}
