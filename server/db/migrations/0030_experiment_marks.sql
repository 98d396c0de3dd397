CREATE TABLE "experiment_marks" (
	"team_id" uuid NOT NULL,
	"run_id" uuid NOT NULL,
	"config" text NOT NULL,
	"is_starred" boolean DEFAULT false NOT NULL,
	"is_archived" boolean DEFAULT false NOT NULL,
	"note" text DEFAULT '' NOT NULL,
	"updated_by" uuid NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "experiment_marks_run_id_config_pk" PRIMARY KEY("run_id","config")
);
--> statement-breakpoint
ALTER TABLE "experiment_marks" ADD CONSTRAINT "experiment_marks_team_id_teams_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."teams"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "experiment_marks" ADD CONSTRAINT "experiment_marks_run_id_training_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."training_runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "experiment_marks" ADD CONSTRAINT "experiment_marks_updated_by_users_id_fk" FOREIGN KEY ("updated_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;