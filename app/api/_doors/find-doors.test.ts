import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, it } from "vitest";
import { exportedMethods, findFileDoors } from "./find-doors";

it.each([
  ["export async function GET() {}", ["GET"]],
  ['export const POST = route({ kind: "mutation" }, work);', ["POST"]],
  ["export { answer as GET, answer as DELETE };", ["GET", "DELETE"]],
  ["export const { GET, handler: PUT } = handlers(auth);", ["GET", "PUT"]],
  ['export * from "./other";', ["*"]],
  ["// export nothing: GET\nconst GET = 1;", []],
])("finds the methods of %s", (source, methods) => {
  expect(exportedMethods(source)).toEqual(methods);
});

it("finds routes, pages that read on the server and server actions, and nothing else", () => {
  const root = mkdtempSync(path.join(tmpdir(), "forage-doors-"));
  const write = (file: string, text: string) => {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
  };
  for (const folder of ["app", "components", "lib", "server"]) mkdirSync(path.join(root, folder));
  write("app/(group)/api/x/[id]/route.ts", "export async function PATCH() {}");
  write("app/a/page.tsx", 'import { readAll } from "@/server/library/service";');
  write("app/b/page.tsx", 'import { View } from "@/components/view";');
  write("components/form.tsx", 'async function save() {\n  "use server";\n}');
  write("lib/route.test.ts", '"use server";');
  expect(findFileDoors(root)).toEqual(["PATCH /api/x/[id]", "page /a", "action components/form.tsx"]);
  rmSync(root, { recursive: true });
});
