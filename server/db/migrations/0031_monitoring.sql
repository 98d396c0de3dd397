CREATE TABLE "alert_messages" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"team_id" uuid NOT NULL,
	"rule_id" uuid,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"kind" text NOT NULL,
	"title" text NOT NULL,
	"text" text NOT NULL,
	"channel" text NOT NULL,
	"sent_at" timestamp (3) with time zone,
	"tries" integer DEFAULT 0 NOT NULL,
	"error" text
);
--> statement-breakpoint
CREATE TABLE "alert_rules" (
	"id" uuid PRIMARY KEY NOT NULL,
	"team_id" uuid NOT NULL,
	"name" text NOT NULL,
	"rule" jsonb NOT NULL,
	"channels" jsonb NOT NULL,
	"is_on" boolean DEFAULT true NOT NULL,
	"silent_until" timestamp (3) with time zone,
	"state" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "detection_class_sums" (
	"team_id" uuid NOT NULL,
	"day" date NOT NULL,
	"model_id" text NOT NULL,
	"class_id" integer NOT NULL,
	"events" integer NOT NULL,
	"boxes" integer NOT NULL,
	"scores" real NOT NULL,
	CONSTRAINT "detection_class_sums_team_id_day_model_id_class_id_pk" PRIMARY KEY("team_id","day","model_id","class_id")
);
--> statement-breakpoint
CREATE TABLE "detection_days" (
	"team_id" uuid NOT NULL,
	"day" date NOT NULL,
	"changed_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"summed_at" timestamp (3) with time zone,
	"sole_user_id" uuid,
	CONSTRAINT "detection_days_team_id_day_pk" PRIMARY KEY("team_id","day")
);
--> statement-breakpoint
CREATE TABLE "detection_events" (
	"at" timestamp (3) with time zone NOT NULL,
	"id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"team_id" uuid NOT NULL,
	"received_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"sample_key" real NOT NULL,
	"source" text NOT NULL,
	"model_id" text NOT NULL,
	"backend" text NOT NULL,
	"device" text NOT NULL,
	"browser" text NOT NULL,
	"sample_share" real NOT NULL,
	"queue_ms" real,
	"decode_ms" real NOT NULL,
	"preprocess_ms" real NOT NULL,
	"inference_ms" real NOT NULL,
	"postprocess_ms" real NOT NULL,
	"total_ms" real NOT NULL,
	"record_ms" real NOT NULL,
	"width" integer NOT NULL,
	"height" integer NOT NULL,
	"brightness" real NOT NULL,
	"contrast" real NOT NULL,
	"saturation" real NOT NULL,
	"sharpness" real NOT NULL,
	"box_count" integer NOT NULL,
	"unnamed" integer NOT NULL,
	"top_score" real,
	"mean_score" real,
	"class_ids" integer[] NOT NULL,
	"class_boxes" integer[] NOT NULL,
	"class_scores" real[] NOT NULL,
	"scores" smallint[] NOT NULL,
	"areas" smallint[] NOT NULL,
	"aspects" smallint[] NOT NULL,
	"positions" smallint[] NOT NULL,
	"sketch" smallint[],
	"confidence" real,
	"iou" real,
	"hidden_classes" integer,
	"class_thresholds" integer,
	"kept" integer,
	"added" integer,
	"deleted" integer,
	"renamed" integer,
	"moved" integer,
	"changed_at" timestamp (3) with time zone,
	CONSTRAINT "detection_events_at_id_pk" PRIMARY KEY("at","id")
) PARTITION BY RANGE ("at");
--> statement-breakpoint
-- what is of no day that has a partition: days to come, and rows that a backup brings back
CREATE TABLE "detection_events_rest" PARTITION OF "detection_events" DEFAULT;
--> statement-breakpoint
CREATE TABLE "detection_feature_sums" (
	"team_id" uuid NOT NULL,
	"day" date NOT NULL,
	"model_id" text NOT NULL,
	"feature" text NOT NULL,
	"values" integer NOT NULL,
	"mean" real NOT NULL,
	"p10" real NOT NULL,
	"p50" real NOT NULL,
	"p90" real NOT NULL,
	CONSTRAINT "detection_feature_sums_team_id_day_model_id_feature_pk" PRIMARY KEY("team_id","day","model_id","feature")
);
--> statement-breakpoint
CREATE TABLE "detection_sums" (
	"team_id" uuid NOT NULL,
	"day" date NOT NULL,
	"model_id" text NOT NULL,
	"dimension" text NOT NULL,
	"value" text NOT NULL,
	"second" text NOT NULL,
	"second_value" text NOT NULL,
	"events" integer NOT NULL,
	"weight" real NOT NULL,
	"boxes" integer NOT NULL,
	"boxless" integer NOT NULL,
	"top_scores" real NOT NULL,
	"top_count" integer NOT NULL,
	"unsure" integer NOT NULL,
	"log_ms" double precision NOT NULL,
	"log_ms_squares" double precision NOT NULL,
	"judged" integer NOT NULL,
	"corrected" integer NOT NULL,
	"judged_boxes" integer NOT NULL,
	"wrong_boxes" integer NOT NULL,
	CONSTRAINT "detection_sums_team_id_day_model_id_dimension_value_second_second_value_pk" PRIMARY KEY("team_id","day","model_id","dimension","value","second","second_value")
);
--> statement-breakpoint
CREATE TABLE "drift_looks" (
	"team_id" uuid NOT NULL,
	"model_id" text NOT NULL,
	"period" text NOT NULL,
	"starts_on" date NOT NULL,
	"made_from" text NOT NULL,
	"finding" jsonb NOT NULL,
	"evidence" jsonb NOT NULL,
	"made_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "drift_looks_team_id_model_id_period_starts_on_pk" PRIMARY KEY("team_id","model_id","period","starts_on")
);
--> statement-breakpoint
CREATE TABLE "recording_consents" (
	"user_id" uuid PRIMARY KEY NOT NULL,
	"agreed_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"schema" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "recording_erasures" (
	"user_id" uuid PRIMARY KEY NOT NULL,
	"erased_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "alert_messages" ADD CONSTRAINT "alert_messages_team_id_teams_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."teams"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alert_messages" ADD CONSTRAINT "alert_messages_rule_id_alert_rules_id_fk" FOREIGN KEY ("rule_id") REFERENCES "public"."alert_rules"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alert_rules" ADD CONSTRAINT "alert_rules_team_id_teams_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."teams"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "detection_class_sums" ADD CONSTRAINT "detection_class_sums_team_id_teams_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."teams"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "detection_days" ADD CONSTRAINT "detection_days_team_id_teams_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."teams"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "detection_days" ADD CONSTRAINT "detection_days_sole_user_id_users_id_fk" FOREIGN KEY ("sole_user_id") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "detection_events" ADD CONSTRAINT "detection_events_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "detection_events" ADD CONSTRAINT "detection_events_team_id_teams_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."teams"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "detection_feature_sums" ADD CONSTRAINT "detection_feature_sums_team_id_teams_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."teams"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "detection_sums" ADD CONSTRAINT "detection_sums_team_id_teams_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."teams"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drift_looks" ADD CONSTRAINT "drift_looks_team_id_teams_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."teams"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "recording_consents" ADD CONSTRAINT "recording_consents_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "recording_erasures" ADD CONSTRAINT "recording_erasures_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "alert_messages_team" ON "alert_messages" USING btree ("team_id","id");--> statement-breakpoint
CREATE INDEX "alert_rules_team" ON "alert_rules" USING btree ("team_id");--> statement-breakpoint
CREATE INDEX "detection_events_sample" ON "detection_events" USING btree ("team_id","model_id","sample_key");--> statement-breakpoint
CREATE INDEX "detection_events_person" ON "detection_events" USING btree ("user_id","at");
--> statement-breakpoint
-- Makes the partition of a day in UTC, and moves into it what lies in none. Only the worker's job calls it.
CREATE FUNCTION make_detection_day(day date) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  part text := 'detection_events_' || to_char(day, 'YYYYMMDD');
  first timestamptz := day::timestamp AT TIME ZONE 'UTC';
  after timestamptz := (day + 1)::timestamp AT TIME ZONE 'UTC';
BEGIN
  IF to_regclass('public.' || part) IS NOT NULL THEN RETURN false; END IF;
  EXECUTE format('CREATE TABLE %I (LIKE detection_events INCLUDING DEFAULTS)', part);
  LOCK TABLE detection_events_rest IN ACCESS EXCLUSIVE MODE;
  EXECUTE format('INSERT INTO %I SELECT * FROM detection_events_rest WHERE at >= $1 AND at < $2', part) USING first, after;
  DELETE FROM detection_events_rest WHERE at >= first AND at < after;
  EXECUTE format('ALTER TABLE detection_events ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', part, first, after);
  RETURN true;
END $$;
--> statement-breakpoint
CREATE TRIGGER "detection_days_tell_change" AFTER UPDATE OF summed_at OR DELETE ON "detection_days"
  FOR EACH ROW EXECUTE FUNCTION tell_change('monitoring', 'team_id');
--> statement-breakpoint
CREATE TRIGGER "drift_looks_tell_change" AFTER INSERT OR UPDATE OR DELETE ON "drift_looks"
  FOR EACH ROW EXECUTE FUNCTION tell_change('monitoring', 'team_id');
--> statement-breakpoint
CREATE TRIGGER "alert_rules_tell_change" AFTER INSERT OR UPDATE OR DELETE ON "alert_rules"
  FOR EACH ROW EXECUTE FUNCTION tell_change('monitoring', 'team_id');
--> statement-breakpoint
CREATE TRIGGER "alert_messages_tell_change" AFTER INSERT OR UPDATE OR DELETE ON "alert_messages"
  FOR EACH ROW EXECUTE FUNCTION tell_change('monitoring', 'team_id');
