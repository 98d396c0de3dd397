CREATE TABLE "monitor_reports" (
	"id" uuid PRIMARY KEY NOT NULL,
	"team_id" uuid NOT NULL,
	"model_id" text NOT NULL,
	"maker" text NOT NULL,
	"starts_on" date NOT NULL,
	"made_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"content" jsonb NOT NULL,
	"page" "bytea"
);
--> statement-breakpoint
ALTER TABLE "monitor_reports" ADD CONSTRAINT "monitor_reports_team_id_teams_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."teams"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "monitor_reports_week" ON "monitor_reports" USING btree ("team_id","model_id","maker","starts_on");--> statement-breakpoint
CREATE TRIGGER "monitor_reports_tell_change" AFTER INSERT OR UPDATE OR DELETE ON "monitor_reports"
  FOR EACH ROW EXECUTE FUNCTION tell_change('monitoring', 'team_id');
