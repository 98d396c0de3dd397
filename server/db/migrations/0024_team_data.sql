CREATE TABLE "audit_log" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"team_id" uuid,
	"user_id" uuid,
	"user_name" text NOT NULL,
	"action" text NOT NULL,
	"facts" jsonb NOT NULL,
	"address" text
);
--> statement-breakpoint
CREATE TABLE "team_settings" (
	"team_id" uuid NOT NULL,
	"name" text NOT NULL,
	"value" jsonb NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "team_settings_team_id_name_pk" PRIMARY KEY("team_id","name")
);
--> statement-breakpoint
ALTER TABLE "dataset_versions" DROP CONSTRAINT "dataset_versions_number_unique";--> statement-breakpoint
DROP INDEX "dataset_checks_created";--> statement-breakpoint
DROP INDEX "dataset_versions_manifest";--> statement-breakpoint
DROP INDEX "finding_decisions_photo";--> statement-breakpoint
DROP INDEX "split_assignments_group";--> statement-breakpoint
DROP INDEX "model_moves_alias";--> statement-breakpoint
DROP INDEX "model_moves_model";--> statement-breakpoint
DROP INDEX "gate_verdicts_candidate";--> statement-breakpoint
DROP INDEX "training_runs_created";--> statement-breakpoint
ALTER TABLE "class_mappings" DROP CONSTRAINT "class_mappings_pkey";--> statement-breakpoint
ALTER TABLE "split_assignments" DROP CONSTRAINT "split_assignments_pkey";--> statement-breakpoint
-- what was made here until now belongs to the own team of whoever made it
ALTER TABLE "class_mappings" ADD COLUMN "team_id" uuid;--> statement-breakpoint
UPDATE "class_mappings" SET "team_id" = '00000000-0000-4000-8000-000000000001';--> statement-breakpoint
ALTER TABLE "class_mappings" ALTER COLUMN "team_id" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "dataset_checks" ADD COLUMN "team_id" uuid;--> statement-breakpoint
UPDATE "dataset_checks" SET "team_id" = "created_by";--> statement-breakpoint
ALTER TABLE "dataset_checks" ALTER COLUMN "team_id" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "dataset_versions" ADD COLUMN "team_id" uuid;--> statement-breakpoint
UPDATE "dataset_versions" SET "team_id" = "created_by";--> statement-breakpoint
ALTER TABLE "dataset_versions" ALTER COLUMN "team_id" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "finding_decisions" ADD COLUMN "team_id" uuid;--> statement-breakpoint
UPDATE "finding_decisions" SET "team_id" = "decided_by";--> statement-breakpoint
ALTER TABLE "finding_decisions" ALTER COLUMN "team_id" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "split_assignments" ADD COLUMN "team_id" uuid;--> statement-breakpoint
UPDATE "split_assignments" SET "team_id" = '00000000-0000-4000-8000-000000000001';--> statement-breakpoint
ALTER TABLE "split_assignments" ALTER COLUMN "team_id" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "model_moves" ADD COLUMN "team_id" uuid;--> statement-breakpoint
UPDATE "model_moves" SET "team_id" = "moved_by";--> statement-breakpoint
ALTER TABLE "model_moves" ALTER COLUMN "team_id" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "registered_models" ADD COLUMN "team_id" uuid;--> statement-breakpoint
UPDATE "registered_models" SET "team_id" = "created_by";--> statement-breakpoint
ALTER TABLE "registered_models" ALTER COLUMN "team_id" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "gate_verdicts" ADD COLUMN "team_id" uuid;--> statement-breakpoint
UPDATE "gate_verdicts" SET "team_id" = '00000000-0000-4000-8000-000000000001';--> statement-breakpoint
ALTER TABLE "gate_verdicts" ALTER COLUMN "team_id" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "training_runs" ADD COLUMN "team_id" uuid;--> statement-breakpoint
UPDATE "training_runs" SET "team_id" = "created_by";--> statement-breakpoint
ALTER TABLE "training_runs" ALTER COLUMN "team_id" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "class_mappings" ADD CONSTRAINT "class_mappings_team_id_foreign_name_pk" PRIMARY KEY("team_id","foreign_name");--> statement-breakpoint
ALTER TABLE "split_assignments" ADD CONSTRAINT "split_assignments_team_id_sha256_pk" PRIMARY KEY("team_id","sha256");--> statement-breakpoint
ALTER TABLE "team_settings" ADD CONSTRAINT "team_settings_team_id_teams_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."teams"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "audit_log_team" ON "audit_log" USING btree ("team_id","id");--> statement-breakpoint
CREATE INDEX "audit_log_at" ON "audit_log" USING btree ("at");--> statement-breakpoint
ALTER TABLE "class_mappings" ADD CONSTRAINT "class_mappings_team_id_teams_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."teams"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "dataset_checks" ADD CONSTRAINT "dataset_checks_team_id_teams_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."teams"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "dataset_versions" ADD CONSTRAINT "dataset_versions_team_id_teams_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."teams"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "finding_decisions" ADD CONSTRAINT "finding_decisions_team_id_teams_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."teams"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "split_assignments" ADD CONSTRAINT "split_assignments_team_id_teams_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."teams"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "model_moves" ADD CONSTRAINT "model_moves_team_id_teams_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."teams"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "registered_models" ADD CONSTRAINT "registered_models_team_id_teams_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."teams"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "gate_verdicts" ADD CONSTRAINT "gate_verdicts_team_id_teams_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."teams"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "training_runs" ADD CONSTRAINT "training_runs_team_id_teams_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."teams"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "dataset_versions_number" ON "dataset_versions" USING btree ("team_id","number");--> statement-breakpoint
CREATE INDEX "split_assignments_sha256" ON "split_assignments" USING btree ("sha256");--> statement-breakpoint
CREATE INDEX "dataset_checks_created" ON "dataset_checks" USING btree ("team_id","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "dataset_versions_manifest" ON "dataset_versions" USING btree ("team_id","manifest_sha256");--> statement-breakpoint
CREATE INDEX "finding_decisions_photo" ON "finding_decisions" USING btree ("team_id","sha256","code");--> statement-breakpoint
CREATE INDEX "split_assignments_group" ON "split_assignments" USING btree ("team_id","group_key");--> statement-breakpoint
CREATE INDEX "model_moves_alias" ON "model_moves" USING btree ("team_id","alias","id");--> statement-breakpoint
CREATE INDEX "model_moves_model" ON "model_moves" USING btree ("team_id","model_id");--> statement-breakpoint
CREATE INDEX "gate_verdicts_candidate" ON "gate_verdicts" USING btree ("team_id","candidate_id");--> statement-breakpoint
CREATE INDEX "training_runs_created" ON "training_runs" USING btree ("team_id","created_at");
--> statement-breakpoint
-- what is a team's own now
INSERT INTO "team_settings" ("team_id", "name", "value", "updated_at")
  SELECT '00000000-0000-4000-8000-000000000001', "name", "value", "updated_at" FROM "settings" WHERE "name" IN ('automatic-promotion', 'shadow', 'share-by-default');
--> statement-breakpoint
DELETE FROM "settings" WHERE "name" IN ('automatic-promotion', 'shadow', 'share-by-default');
--> statement-breakpoint
DROP TRIGGER "training_runs_tell_change" ON "training_runs";
--> statement-breakpoint
CREATE TRIGGER "training_runs_tell_change" AFTER INSERT OR UPDATE OR DELETE ON "training_runs"
  FOR EACH ROW EXECUTE FUNCTION tell_change('training', 'team_id');
--> statement-breakpoint
DROP TRIGGER "registered_models_tell_change" ON "registered_models";
--> statement-breakpoint
CREATE TRIGGER "registered_models_tell_change" AFTER INSERT OR UPDATE OR DELETE ON "registered_models"
  FOR EACH ROW EXECUTE FUNCTION tell_change('models', 'team_id');
--> statement-breakpoint
DROP TRIGGER "model_moves_tell_change" ON "model_moves";
--> statement-breakpoint
CREATE TRIGGER "model_moves_tell_change" AFTER INSERT OR UPDATE OR DELETE ON "model_moves"
  FOR EACH ROW EXECUTE FUNCTION tell_change('models', 'team_id');
--> statement-breakpoint
DROP TRIGGER "gate_verdicts_tell_change" ON "gate_verdicts";
--> statement-breakpoint
CREATE TRIGGER "gate_verdicts_tell_change" AFTER INSERT OR UPDATE OR DELETE ON "gate_verdicts"
  FOR EACH ROW EXECUTE FUNCTION tell_change('models', 'team_id');
--> statement-breakpoint
CREATE TRIGGER "team_settings_tell_change" AFTER INSERT OR UPDATE OR DELETE ON "team_settings"
  FOR EACH ROW EXECUTE FUNCTION tell_change('models', 'team_id');
--> statement-breakpoint
-- every count is a team's own
CREATE OR REPLACE VIEW "photo_tally_now" AS
SELECT p.id AS photo_id, array(
  SELECT 'photos/' || p.owner_id || '/' AS key
  UNION ALL SELECT 'shared/' || p.owner_id || '/' WHERE p.shared_at IS NOT NULL
  UNION ALL SELECT 'class/' || p.owner_id || '/' || k.class_id FROM photo_classes k WHERE k.photo_id = p.id
  UNION ALL SELECT 'export/' || p.owner_id || '/' || coalesce(a.split, p.imported_split, 'none') || '/'
      || CASE WHEN o.source <> coalesce(p.imported_from, 'corrections')
        OR EXISTS (SELECT 1 FROM photo_sources x WHERE x.photo_id = p.id AND x.source <> o.source) THEN 'several' ELSE 'one' END
      || '/' || coalesce(o.source, p.imported_from, 'corrections')
    FROM (SELECT 1) one LEFT JOIN photo_sources o ON o.photo_id = p.id LEFT JOIN split_assignments a ON a.team_id = p.owner_id AND a.sha256 = p.sha256
    WHERE c.is_corrected
  UNION ALL SELECT 'private/' || p.owner_id || '/' WHERE c.is_corrected AND p.shared_at IS NULL
  UNION ALL SELECT 'corrected/' || p.owner_id || '/' WHERE c.is_corrected AND p.shared_at IS NOT NULL
  UNION ALL SELECT 'measured/' || p.owner_id || '/' || s.model_id FROM photo_signals s
    WHERE s.photo_id = p.id AND s.features IS NOT NULL AND c.is_corrected AND p.shared_at IS NOT NULL
      AND s.model_id IS NOT NULL
  UNION ALL SELECT f.key FROM review_waiting w CROSS JOIN LATERAL (
      SELECT 'review/' || p.owner_id || '/all/' AS key
      UNION ALL SELECT 'review/' || p.owner_id || '/source/' || w.source
      UNION ALL SELECT 'review/' || p.owner_id || '/error/' || kind FROM unnest(w.error_kinds) kind
      UNION ALL SELECT 'review/' || p.owner_id || '/class/' || class_id FROM unnest(w.class_ids) class_id
      UNION ALL SELECT 'review/' || p.owner_id || '/disagreement/person' WHERE w.is_disputed
      UNION ALL SELECT 'review/' || p.owner_id || '/disagreement/shadow' WHERE w.is_shadowed
      UNION ALL SELECT 'review/' || p.owner_id || '/disagreement/none' WHERE NOT w.is_disputed AND NOT w.is_shadowed
    ) f
    -- put so that the index of those that wait, which has no order by photo, is not thought of
    WHERE w.photo_id = p.id AND CASE WHEN w.is_stale THEN false ELSE true END
  ORDER BY key) AS keys
FROM photos p
CROSS JOIN LATERAL (SELECT EXISTS (SELECT 1 FROM corrections n WHERE n.photo_id = p.id) AS is_corrected) c;
--> statement-breakpoint
DELETE FROM tallies;
--> statement-breakpoint
DELETE FROM photo_tally;
--> statement-breakpoint
INSERT INTO photo_tally (photo_id, keys) SELECT photo_id, keys FROM photo_tally_now;
--> statement-breakpoint
DELETE FROM tallies;
--> statement-breakpoint
INSERT INTO tallies (key, change) SELECT key, count(*)::int FROM photo_tally, unnest(keys) key GROUP BY key;
--> statement-breakpoint
-- what is written down stays as it is; what is old goes
CREATE FUNCTION audit_log_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND OLD.at < now() - interval '30 days' THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'the audit log is only added to';
END $$;
--> statement-breakpoint
CREATE TRIGGER "audit_log_stays" BEFORE UPDATE OR DELETE ON "audit_log"
  FOR EACH ROW EXECUTE FUNCTION audit_log_stays();
--> statement-breakpoint
CREATE FUNCTION audit_log_is_whole() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the audit log is only added to';
END $$;
--> statement-breakpoint
CREATE TRIGGER "audit_log_is_whole" BEFORE TRUNCATE ON "audit_log"
  FOR EACH STATEMENT EXECUTE FUNCTION audit_log_is_whole();
