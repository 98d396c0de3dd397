CREATE TABLE "correction_devices" (
	"correction_id" uuid PRIMARY KEY NOT NULL,
	"device" text NOT NULL,
	"browser" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "training_figures" (
	"team_id" uuid NOT NULL,
	"model_id" text NOT NULL,
	"version" integer,
	"photos" integer NOT NULL,
	"all_photos" integer NOT NULL,
	"rows" jsonb NOT NULL,
	"made_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "training_figures_team_id_model_id_pk" PRIMARY KEY("team_id","model_id")
);
--> statement-breakpoint
ALTER TABLE "correction_devices" ADD CONSTRAINT "correction_devices_correction_id_corrections_id_fk" FOREIGN KEY ("correction_id") REFERENCES "public"."corrections"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "training_figures" ADD CONSTRAINT "training_figures_team_id_teams_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."teams"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE TRIGGER "training_figures_tell_change" AFTER INSERT OR UPDATE OR DELETE ON "training_figures"
  FOR EACH ROW EXECUTE FUNCTION tell_change('monitoring', 'team_id');
