CREATE TABLE "kitchen_changes" (
	"team_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"short" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"made_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "kitchen_changes_team_id_id_pk" PRIMARY KEY("team_id","id")
);
--> statement-breakpoint
CREATE TABLE "shopping_lines" (
	"id" uuid PRIMARY KEY NOT NULL,
	"team_id" uuid NOT NULL,
	"content" jsonb NOT NULL,
	"ticked" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"change_id" uuid NOT NULL,
	"added_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"removed_at" timestamp (3) with time zone
);
--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "disabled_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "kitchen_changes" ADD CONSTRAINT "kitchen_changes_team_id_teams_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."teams"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "shopping_lines" ADD CONSTRAINT "shopping_lines_team_id_teams_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."teams"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "shopping_lines_team" ON "shopping_lines" USING btree ("team_id","removed_at");--> statement-breakpoint
CREATE TRIGGER "shopping_lines_tell_change" AFTER INSERT OR UPDATE OR DELETE ON "shopping_lines"
  FOR EACH ROW EXECUTE FUNCTION tell_change('kitchen', 'team_id');
