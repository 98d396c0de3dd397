UPDATE "jobs" SET "state" = 'queued' WHERE "state" = 'running';--> statement-breakpoint
UPDATE "jobs" SET "state" = 'cancelled', "ended_at" = now() WHERE "state" = 'cancelling';--> statement-breakpoint
DROP SCHEMA IF EXISTS "pgboss" CASCADE;--> statement-breakpoint
CREATE TABLE "job_schedules" (
	"name" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"params" jsonb NOT NULL,
	"every_seconds" integer NOT NULL,
	"next_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "jobs" ADD COLUMN "position" bigserial NOT NULL;--> statement-breakpoint
UPDATE "jobs" SET "position" = "numbered"."place" FROM (SELECT "id", row_number() OVER (ORDER BY "created_at", "id") AS "place" FROM "jobs") AS "numbered" WHERE "numbered"."id" = "jobs"."id";--> statement-breakpoint
ALTER TABLE "jobs" ADD COLUMN "worker" integer;--> statement-breakpoint
CREATE INDEX "jobs_created" ON "jobs" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "jobs_updated" ON "jobs" USING btree ("updated_at");--> statement-breakpoint
CREATE INDEX "jobs_waiting" ON "jobs" USING btree ("position") WHERE "jobs"."state" = 'queued';--> statement-breakpoint
CREATE UNIQUE INDEX "jobs_one_at_work" ON "jobs" USING btree ("queue") WHERE "jobs"."state" in ('running', 'cancelling');