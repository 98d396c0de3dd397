CREATE TABLE "data_error_reports" (
	"id" uuid PRIMARY KEY NOT NULL,
	"version_id" uuid NOT NULL,
	"report_sha256" text NOT NULL,
	"summary" jsonb NOT NULL,
	"created_by" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "kept_labels" (
	"id" uuid PRIMARY KEY NOT NULL,
	"team_id" uuid NOT NULL,
	"sha256" text NOT NULL,
	"kind" text NOT NULL,
	"label" jsonb,
	"model" jsonb,
	"others" text[] DEFAULT '{}'::text[] NOT NULL,
	"kept_by" uuid NOT NULL,
	"kept_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"revoked" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE TABLE "photo_looks" (
	"photo_id" uuid NOT NULL,
	"model_id" text NOT NULL,
	"places" jsonb NOT NULL,
	"features" real[] NOT NULL,
	"looked_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "photo_looks_photo_id_model_id_pk" PRIMARY KEY("photo_id","model_id")
);
--> statement-breakpoint
ALTER TABLE "data_error_reports" ADD CONSTRAINT "data_error_reports_version_id_dataset_versions_id_fk" FOREIGN KEY ("version_id") REFERENCES "public"."dataset_versions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "data_error_reports" ADD CONSTRAINT "data_error_reports_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "kept_labels" ADD CONSTRAINT "kept_labels_team_id_teams_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."teams"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "kept_labels" ADD CONSTRAINT "kept_labels_kept_by_users_id_fk" FOREIGN KEY ("kept_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "photo_looks" ADD CONSTRAINT "photo_looks_photo_id_photos_id_fk" FOREIGN KEY ("photo_id") REFERENCES "public"."photos"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "data_error_reports_version" ON "data_error_reports" USING btree ("version_id","created_at");--> statement-breakpoint
CREATE INDEX "kept_labels_photo" ON "kept_labels" USING btree ("team_id","sha256");