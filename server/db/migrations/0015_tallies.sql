CREATE TABLE "photo_tally" (
	"photo_id" uuid PRIMARY KEY NOT NULL,
	"keys" text[] NOT NULL
);
--> statement-breakpoint
CREATE TABLE "tallies" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "tallies_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"key" text NOT NULL,
	"change" integer NOT NULL
);
--> statement-breakpoint
CREATE VIEW "photo_tally_now" AS
SELECT p.id AS photo_id, array(
  SELECT 'photos/' || p.owner_id || '/' AS key
  UNION ALL SELECT 'shared/' || p.owner_id || '/' WHERE p.shared_at IS NOT NULL
  UNION ALL SELECT 'class/' || p.owner_id || '/' || k.class_id FROM photo_classes k WHERE k.photo_id = p.id
  UNION ALL SELECT 'export/' || p.owner_id || '/' || coalesce(a.split, p.imported_split, 'none') || '/'
      || CASE WHEN o.source <> coalesce(p.imported_from, 'corrections')
        OR EXISTS (SELECT 1 FROM photo_sources x WHERE x.photo_id = p.id AND x.source <> o.source) THEN 'several' ELSE 'one' END
      || '/' || coalesce(o.source, p.imported_from, 'corrections')
    FROM (SELECT 1) one LEFT JOIN photo_sources o ON o.photo_id = p.id LEFT JOIN split_assignments a ON a.sha256 = p.sha256
    WHERE c.is_corrected
  UNION ALL SELECT 'private//' WHERE c.is_corrected AND p.shared_at IS NULL
  UNION ALL SELECT 'corrected//' WHERE c.is_corrected AND p.shared_at IS NOT NULL
  UNION ALL SELECT 'measured//' || s.model_id FROM photo_signals s
    WHERE s.photo_id = p.id AND s.features IS NOT NULL AND c.is_corrected AND p.shared_at IS NOT NULL
      AND s.model_id IS NOT NULL
  UNION ALL SELECT f.key FROM review_waiting w CROSS JOIN LATERAL (
      SELECT 'review//all/' AS key
      UNION ALL SELECT 'review//source/' || w.source
      UNION ALL SELECT 'review//error/' || kind FROM unnest(w.error_kinds) kind
      UNION ALL SELECT 'review//class/' || class_id FROM unnest(w.class_ids) class_id
      UNION ALL SELECT 'review//disagreement/person' WHERE w.is_disputed
      UNION ALL SELECT 'review//disagreement/shadow' WHERE w.is_shadowed
      UNION ALL SELECT 'review//disagreement/none' WHERE NOT w.is_disputed AND NOT w.is_shadowed
    ) f
    -- put so that the index of those that wait, which has no order by photo, is not thought of
    WHERE w.photo_id = p.id AND CASE WHEN w.is_stale THEN false ELSE true END
  ORDER BY key) AS keys
FROM photos p
CROSS JOIN LATERAL (SELECT EXISTS (SELECT 1 FROM corrections n WHERE n.photo_id = p.id) AS is_corrected) c;
--> statement-breakpoint
CREATE FUNCTION "photo_tally_refresh"(changed uuid[]) RETURNS void LANGUAGE plpgsql
-- its plan is kept: one made while tables are small must do for large ones too
SET enable_seqscan = off AS $$
BEGIN
  IF cardinality(changed) = 0 THEN RETURN; END IF;
  -- who comes second looks at what the first has made of it
  PERFORM 1 FROM photo_tally t WHERE t.photo_id = ANY(changed) ORDER BY t.photo_id FOR UPDATE;
  WITH fresh AS MATERIALIZED (
    SELECT x.photo_id, n.keys, coalesce(t.keys, '{}') AS before
    FROM (SELECT DISTINCT unnest(changed) AS photo_id) x
    LEFT JOIN photo_tally_now n ON n.photo_id = x.photo_id
    LEFT JOIN photo_tally t ON t.photo_id = x.photo_id
  ), gone AS (
    DELETE FROM photo_tally t USING fresh f WHERE f.photo_id = t.photo_id AND f.keys IS NULL
  ), kept AS (
    INSERT INTO photo_tally (photo_id, keys)
      SELECT f.photo_id, f.keys FROM fresh f WHERE f.keys <> f.before ORDER BY f.photo_id
    ON CONFLICT (photo_id) DO UPDATE SET keys = excluded.keys
  )
  INSERT INTO tallies (key, change) SELECT d.key, sum(d.change)::int FROM (
    SELECT unnest(f.keys) AS key, 1 AS change FROM fresh f WHERE f.keys <> f.before
    UNION ALL SELECT unnest(f.before), -1 FROM fresh f WHERE f.keys IS DISTINCT FROM f.before
  ) d GROUP BY d.key HAVING sum(d.change) <> 0;
END $$;
--> statement-breakpoint
CREATE FUNCTION "photo_tally_follow"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM photo_tally_refresh(array(SELECT DISTINCT r.photo_id FROM changed_rows r));
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION "photo_tally_follow_photos"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM photo_tally_refresh(array(SELECT r.id FROM changed_rows r));
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION "photo_tally_follow_changed_photos"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM photo_tally_refresh(array(SELECT n.id FROM new_rows n JOIN old_rows o ON o.id = n.id
    WHERE (n.owner_id, n.sha256, n.shared_at IS NULL, n.imported_from, n.imported_split)
      IS DISTINCT FROM (o.owner_id, o.sha256, o.shared_at IS NULL, o.imported_from, o.imported_split)));
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION "photo_tally_follow_splits"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM photo_tally_refresh(array(SELECT p.id FROM photos p WHERE p.sha256 IN (SELECT r.sha256 FROM changed_rows r)));
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER "photo_tally_photos_insert" AFTER INSERT ON "photos"
  REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION photo_tally_follow_photos();
--> statement-breakpoint
CREATE TRIGGER "photo_tally_photos_delete" AFTER DELETE ON "photos"
  REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION photo_tally_follow_photos();
--> statement-breakpoint
CREATE TRIGGER "photo_tally_photos_update" AFTER UPDATE ON "photos"
  REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION photo_tally_follow_changed_photos();
--> statement-breakpoint
CREATE TRIGGER "photo_tally_corrections_insert" AFTER INSERT ON "corrections"
  REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION photo_tally_follow();
--> statement-breakpoint
CREATE TRIGGER "photo_tally_corrections_update" AFTER UPDATE ON "corrections"
  REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION photo_tally_follow();
--> statement-breakpoint
CREATE TRIGGER "photo_tally_corrections_delete" AFTER DELETE ON "corrections"
  REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION photo_tally_follow();
--> statement-breakpoint
CREATE TRIGGER "photo_tally_photo_classes_insert" AFTER INSERT ON "photo_classes"
  REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION photo_tally_follow();
--> statement-breakpoint
CREATE TRIGGER "photo_tally_photo_classes_update" AFTER UPDATE ON "photo_classes"
  REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION photo_tally_follow();
--> statement-breakpoint
CREATE TRIGGER "photo_tally_photo_classes_delete" AFTER DELETE ON "photo_classes"
  REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION photo_tally_follow();
--> statement-breakpoint
CREATE TRIGGER "photo_tally_photo_sources_insert" AFTER INSERT ON "photo_sources"
  REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION photo_tally_follow();
--> statement-breakpoint
CREATE TRIGGER "photo_tally_photo_sources_update" AFTER UPDATE ON "photo_sources"
  REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION photo_tally_follow();
--> statement-breakpoint
CREATE TRIGGER "photo_tally_photo_sources_delete" AFTER DELETE ON "photo_sources"
  REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION photo_tally_follow();
--> statement-breakpoint
CREATE TRIGGER "photo_tally_photo_signals_insert" AFTER INSERT ON "photo_signals"
  REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION photo_tally_follow();
--> statement-breakpoint
CREATE TRIGGER "photo_tally_photo_signals_update" AFTER UPDATE ON "photo_signals"
  REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION photo_tally_follow();
--> statement-breakpoint
CREATE TRIGGER "photo_tally_photo_signals_delete" AFTER DELETE ON "photo_signals"
  REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION photo_tally_follow();
--> statement-breakpoint
CREATE TRIGGER "photo_tally_review_waiting_insert" AFTER INSERT ON "review_waiting"
  REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION photo_tally_follow();
--> statement-breakpoint
CREATE TRIGGER "photo_tally_review_waiting_update" AFTER UPDATE ON "review_waiting"
  REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION photo_tally_follow();
--> statement-breakpoint
CREATE TRIGGER "photo_tally_review_waiting_delete" AFTER DELETE ON "review_waiting"
  REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION photo_tally_follow();
--> statement-breakpoint
CREATE TRIGGER "photo_tally_split_assignments_insert" AFTER INSERT ON "split_assignments"
  REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION photo_tally_follow_splits();
--> statement-breakpoint
CREATE TRIGGER "photo_tally_split_assignments_update" AFTER UPDATE ON "split_assignments"
  REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION photo_tally_follow_splits();
--> statement-breakpoint
CREATE TRIGGER "photo_tally_split_assignments_delete" AFTER DELETE ON "split_assignments"
  REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION photo_tally_follow_splits();
--> statement-breakpoint
INSERT INTO photo_tally (photo_id, keys) SELECT photo_id, keys FROM photo_tally_now;
--> statement-breakpoint
INSERT INTO tallies (key, change) SELECT key, count(*)::int FROM photo_tally, unnest(keys) key GROUP BY key;
