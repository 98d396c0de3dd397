CREATE TABLE "class_mappings" (
	"foreign_name" text PRIMARY KEY NOT NULL,
	"class_id" integer,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "classes" (
	"id" integer PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"display_name" text NOT NULL,
	"kind" text NOT NULL,
	"species" text,
	"condition" text,
	"synonyms" text[] NOT NULL,
	"merged_into" integer,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "classes_name_unique" UNIQUE("name")
);
--> statement-breakpoint
CREATE TABLE "dataset_version_photos" (
	"version_id" uuid NOT NULL,
	"sha256" text NOT NULL,
	"split" text NOT NULL,
	"source" text NOT NULL,
	"correction_id" uuid,
	"deleted_at" timestamp (3) with time zone,
	CONSTRAINT "dataset_version_photos_version_id_sha256_pk" PRIMARY KEY("version_id","sha256")
);
--> statement-breakpoint
CREATE TABLE "dataset_versions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"number" integer NOT NULL,
	"parent_id" uuid,
	"manifest_sha256" text NOT NULL,
	"note" text NOT NULL,
	"summary" jsonb NOT NULL,
	"created_by" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "dataset_versions_number_unique" UNIQUE("number")
);
--> statement-breakpoint
CREATE TABLE "finding_decisions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"sha256" text NOT NULL,
	"code" text NOT NULL,
	"decision" text NOT NULL,
	"reason" text NOT NULL,
	"decided_by" uuid NOT NULL,
	"decided_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"revoked" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE TABLE "split_assignments" (
	"sha256" text PRIMARY KEY NOT NULL,
	"split" text NOT NULL,
	"source" text NOT NULL,
	"group_key" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "jobs" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"state" text NOT NULL,
	"params" jsonb NOT NULL,
	"progress" jsonb,
	"checkpoint" jsonb,
	"result" jsonb,
	"error" jsonb,
	"created_by" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"started_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "model_moves" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"model_id" text NOT NULL,
	"alias" text NOT NULL,
	"previous_id" text,
	"reason" text NOT NULL,
	"moved_by" uuid NOT NULL,
	"moved_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "registered_models" (
	"id" text PRIMARY KEY NOT NULL,
	"origin" text NOT NULL,
	"manifest" jsonb NOT NULL,
	"run_id" uuid,
	"dataset_version_id" uuid,
	"created_by" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "settings" (
	"name" text PRIMARY KEY NOT NULL,
	"value" jsonb NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "shadow_disagreements" (
	"id" uuid PRIMARY KEY NOT NULL,
	"photo_id" uuid NOT NULL,
	"champion_id" text NOT NULL,
	"candidate_id" text NOT NULL,
	"champion_boxes" jsonb NOT NULL,
	"candidate_boxes" jsonb NOT NULL,
	"disagreement" double precision NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "photo_signals" (
	"photo_id" uuid PRIMARY KEY NOT NULL,
	"revision" integer NOT NULL,
	"model_id" text,
	"errors" jsonb NOT NULL,
	"disagreement" real NOT NULL,
	"uncertainty" real NOT NULL,
	"rarity" real NOT NULL,
	"novelty" real NOT NULL,
	"priority" double precision NOT NULL,
	"features" real[],
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "reviews" (
	"id" uuid PRIMARY KEY NOT NULL,
	"photo_id" uuid NOT NULL,
	"correction_id" uuid NOT NULL,
	"verdict" text NOT NULL,
	"reason" text NOT NULL,
	"reviewer_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "gate_verdicts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"candidate_id" text NOT NULL,
	"champion_id" text NOT NULL,
	"verdict" text NOT NULL,
	"promoted" boolean DEFAULT false NOT NULL,
	"report" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "training_runs" (
	"id" uuid PRIMARY KEY NOT NULL,
	"job_id" uuid,
	"dataset_version_id" uuid NOT NULL,
	"base_model_id" text NOT NULL,
	"config" jsonb NOT NULL,
	"note" text NOT NULL,
	"steps" jsonb NOT NULL,
	"curves" jsonb NOT NULL,
	"failure" jsonb,
	"model_id" text,
	"created_by" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp (3) with time zone
);
--> statement-breakpoint
ALTER TABLE "photos" ADD COLUMN "shared_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "photos" ADD COLUMN "imported_from" text;--> statement-breakpoint
ALTER TABLE "photos" ADD COLUMN "imported_split" text;--> statement-breakpoint
ALTER TABLE "class_mappings" ADD CONSTRAINT "class_mappings_class_id_classes_id_fk" FOREIGN KEY ("class_id") REFERENCES "public"."classes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "dataset_version_photos" ADD CONSTRAINT "dataset_version_photos_version_id_dataset_versions_id_fk" FOREIGN KEY ("version_id") REFERENCES "public"."dataset_versions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "dataset_versions" ADD CONSTRAINT "dataset_versions_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "finding_decisions" ADD CONSTRAINT "finding_decisions_decided_by_users_id_fk" FOREIGN KEY ("decided_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "jobs" ADD CONSTRAINT "jobs_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "model_moves" ADD CONSTRAINT "model_moves_moved_by_users_id_fk" FOREIGN KEY ("moved_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "registered_models" ADD CONSTRAINT "registered_models_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "shadow_disagreements" ADD CONSTRAINT "shadow_disagreements_photo_id_photos_id_fk" FOREIGN KEY ("photo_id") REFERENCES "public"."photos"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "photo_signals" ADD CONSTRAINT "photo_signals_photo_id_photos_id_fk" FOREIGN KEY ("photo_id") REFERENCES "public"."photos"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reviews" ADD CONSTRAINT "reviews_photo_id_photos_id_fk" FOREIGN KEY ("photo_id") REFERENCES "public"."photos"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reviews" ADD CONSTRAINT "reviews_correction_id_corrections_id_fk" FOREIGN KEY ("correction_id") REFERENCES "public"."corrections"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reviews" ADD CONSTRAINT "reviews_reviewer_id_users_id_fk" FOREIGN KEY ("reviewer_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "training_runs" ADD CONSTRAINT "training_runs_job_id_jobs_id_fk" FOREIGN KEY ("job_id") REFERENCES "public"."jobs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "training_runs" ADD CONSTRAINT "training_runs_dataset_version_id_dataset_versions_id_fk" FOREIGN KEY ("dataset_version_id") REFERENCES "public"."dataset_versions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "training_runs" ADD CONSTRAINT "training_runs_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "dataset_version_photos_sha256" ON "dataset_version_photos" USING btree ("sha256");--> statement-breakpoint
CREATE UNIQUE INDEX "dataset_versions_manifest" ON "dataset_versions" USING btree ("manifest_sha256");--> statement-breakpoint
CREATE INDEX "finding_decisions_photo" ON "finding_decisions" USING btree ("sha256","code");--> statement-breakpoint
CREATE INDEX "split_assignments_group" ON "split_assignments" USING btree ("group_key");--> statement-breakpoint
CREATE INDEX "jobs_kind_created" ON "jobs" USING btree ("kind","created_at");--> statement-breakpoint
CREATE INDEX "jobs_state" ON "jobs" USING btree ("state");--> statement-breakpoint
CREATE INDEX "model_moves_alias" ON "model_moves" USING btree ("alias","id");--> statement-breakpoint
CREATE INDEX "model_moves_model" ON "model_moves" USING btree ("model_id");--> statement-breakpoint
CREATE INDEX "shadow_disagreements_photo" ON "shadow_disagreements" USING btree ("photo_id");--> statement-breakpoint
CREATE INDEX "photo_signals_priority" ON "photo_signals" USING btree ("priority");--> statement-breakpoint
CREATE INDEX "reviews_photo" ON "reviews" USING btree ("photo_id","created_at");--> statement-breakpoint
CREATE INDEX "reviews_correction" ON "reviews" USING btree ("correction_id");--> statement-breakpoint
CREATE INDEX "gate_verdicts_candidate" ON "gate_verdicts" USING btree ("candidate_id");--> statement-breakpoint
CREATE INDEX "training_runs_created" ON "training_runs" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "photos_shared" ON "photos" USING btree ("shared_at");--> statement-breakpoint
CREATE INDEX "photos_imported_from" ON "photos" USING btree ("imported_from");