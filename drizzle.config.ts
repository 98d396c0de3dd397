import { defineConfig } from "drizzle-kit";

/** `npm run db:generate` writes the SQL of a changed schema into server/db/migrations; commit both together. */
export default defineConfig({
  dialect: "postgresql",
  schema: "./server/db/schema/*.ts",
  out: "./server/db/migrations",
});
