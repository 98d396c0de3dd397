CREATE TABLE "dataset_checks" (
	"id" uuid PRIMARY KEY NOT NULL,
	"manifest_sha256" text NOT NULL,
	"report_sha256" text NOT NULL,
	"summary" jsonb NOT NULL,
	"version_id" uuid,
	"created_by" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "photo_checks" (
	"sha256" text PRIMARY KEY NOT NULL,
	"revision" integer NOT NULL,
	"facts" jsonb NOT NULL,
	"checked_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "dataset_versions" ADD COLUMN "report_sha256" text NOT NULL;--> statement-breakpoint
ALTER TABLE "finding_decisions" ADD COLUMN "subject" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "split_assignments" ADD COLUMN "held_out_for" text;--> statement-breakpoint
ALTER TABLE "jobs" ADD COLUMN "queue" text NOT NULL;--> statement-breakpoint
ALTER TABLE "jobs" ADD COLUMN "attempts" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "dataset_checks" ADD CONSTRAINT "dataset_checks_version_id_dataset_versions_id_fk" FOREIGN KEY ("version_id") REFERENCES "public"."dataset_versions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "dataset_checks" ADD CONSTRAINT "dataset_checks_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "dataset_checks_created" ON "dataset_checks" USING btree ("created_at");