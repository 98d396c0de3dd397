CREATE TABLE "drift_picks" (
	"photo_id" uuid PRIMARY KEY NOT NULL,
	"team_id" uuid NOT NULL,
	"rank" integer NOT NULL,
	"column" text NOT NULL,
	"made_from" text NOT NULL,
	"picked_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "drift_picks" ADD CONSTRAINT "drift_picks_photo_id_photos_id_fk" FOREIGN KEY ("photo_id") REFERENCES "public"."photos"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drift_picks" ADD CONSTRAINT "drift_picks_team_id_teams_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."teams"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "drift_picks_team" ON "drift_picks" USING btree ("team_id","rank");
--> statement-breakpoint
CREATE TRIGGER "drift_picks_tell_change" AFTER INSERT OR DELETE ON "drift_picks"
  FOR EACH ROW EXECUTE FUNCTION tell_change('review', 'team_id');
