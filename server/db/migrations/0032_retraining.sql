CREATE TABLE "retraining_decisions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"team_id" uuid NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"cause" text NOT NULL,
	"outcome" text NOT NULL,
	"facts" jsonb NOT NULL,
	"job_id" uuid,
	"run_id" uuid,
	"told_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "retraining_rules" (
	"team_id" uuid PRIMARY KEY NOT NULL,
	"settings" jsonb NOT NULL,
	"next_at" timestamp (3) with time zone,
	"drift" jsonb,
	"drift_at" timestamp (3) with time zone,
	"set_by" uuid NOT NULL,
	"set_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "retraining_decisions" ADD CONSTRAINT "retraining_decisions_team_id_teams_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."teams"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "retraining_decisions" ADD CONSTRAINT "retraining_decisions_job_id_jobs_id_fk" FOREIGN KEY ("job_id") REFERENCES "public"."jobs"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "retraining_decisions" ADD CONSTRAINT "retraining_decisions_run_id_training_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."training_runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "retraining_rules" ADD CONSTRAINT "retraining_rules_team_id_teams_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."teams"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "retraining_rules" ADD CONSTRAINT "retraining_rules_set_by_users_id_fk" FOREIGN KEY ("set_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "retraining_decisions_team" ON "retraining_decisions" USING btree ("team_id","at");--> statement-breakpoint
CREATE TRIGGER "retraining_rules_tell_change" AFTER INSERT OR UPDATE OR DELETE ON "retraining_rules"
  FOR EACH ROW EXECUTE FUNCTION tell_change('training', 'team_id');--> statement-breakpoint
CREATE TRIGGER "retraining_decisions_tell_change" AFTER INSERT OR UPDATE OR DELETE ON "retraining_decisions"
  FOR EACH ROW EXECUTE FUNCTION tell_change('training', 'team_id');
