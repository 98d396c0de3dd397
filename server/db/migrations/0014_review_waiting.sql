CREATE TABLE "review_waiting" (
	"photo_id" uuid PRIMARY KEY NOT NULL,
	"source" text NOT NULL,
	"is_stale" boolean NOT NULL,
	"priority" double precision NOT NULL,
	"is_disputed" boolean NOT NULL,
	"is_shadowed" boolean NOT NULL,
	"error_kinds" text[] NOT NULL,
	"class_ids" integer[] NOT NULL
);
--> statement-breakpoint
CREATE INDEX "review_waiting_order" ON "review_waiting" USING btree ("priority" DESC NULLS LAST,"photo_id") WHERE not "review_waiting"."is_stale";--> statement-breakpoint
CREATE INDEX "review_waiting_stale" ON "review_waiting" USING btree ("photo_id") WHERE "review_waiting"."is_stale";
--> statement-breakpoint
CREATE VIEW "review_waiting_now" AS
SELECT p.id AS photo_id,
  coalesce(p.imported_from, 'corrections') AS source,
  s.revision IS DISTINCT FROM c.revision AS is_stale,
  coalesce(s.priority, 0) + 0.4 * coalesce(d.disagreement, 0) AS priority,
  coalesce(s.disagreement, 0) > 0 AS is_disputed,
  coalesce(d.disagreement, 0) > 0 AS is_shadowed,
  array(SELECT DISTINCT e->>'kind' FROM jsonb_array_elements(coalesce(s.errors, '[]'::jsonb)) e) AS error_kinds,
  array(SELECT k.class_id FROM photo_classes k WHERE k.photo_id = p.id
    UNION SELECT (e->>'classId')::int FROM jsonb_array_elements(coalesce(s.errors, '[]'::jsonb)) e) AS class_ids
FROM photos p
JOIN LATERAL (SELECT n.id, n.revision FROM corrections n WHERE n.photo_id = p.id ORDER BY n.revision DESC LIMIT 1) c ON true
LEFT JOIN photo_signals s ON s.photo_id = p.id
LEFT JOIN LATERAL (SELECT x.disagreement FROM shadow_disagreements x WHERE x.photo_id = p.id ORDER BY x.created_at DESC LIMIT 1) d ON true
WHERE p.shared_at IS NOT NULL
  AND (p.imported_from IS NULL OR c.revision <> 1)
  AND (SELECT nullif(r.verdict, 'withdrawn') FROM reviews r WHERE r.correction_id = c.id ORDER BY r.created_at DESC LIMIT 1) IS NULL;
--> statement-breakpoint
CREATE FUNCTION "review_waiting_refresh"(changed uuid[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF cardinality(changed) = 0 THEN RETURN; END IF;
  DELETE FROM review_waiting w WHERE w.photo_id = ANY(changed)
    AND NOT EXISTS (SELECT 1 FROM review_waiting_now n WHERE n.photo_id = w.photo_id);
  INSERT INTO review_waiting (photo_id, source, is_stale, priority, is_disputed, is_shadowed, error_kinds, class_ids)
    SELECT n.photo_id, n.source, n.is_stale, n.priority, n.is_disputed, n.is_shadowed, n.error_kinds, n.class_ids
    FROM review_waiting_now n WHERE n.photo_id = ANY(changed) ORDER BY n.photo_id
  ON CONFLICT (photo_id) DO UPDATE SET source = excluded.source, is_stale = excluded.is_stale,
    priority = excluded.priority, is_disputed = excluded.is_disputed, is_shadowed = excluded.is_shadowed,
    error_kinds = excluded.error_kinds, class_ids = excluded.class_ids;
END $$;
--> statement-breakpoint
CREATE FUNCTION "review_waiting_follow"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM review_waiting_refresh(array(SELECT DISTINCT photo_id FROM changed_rows));
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION "review_waiting_follow_photos"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM review_waiting_refresh(array(SELECT n.id FROM new_rows n JOIN old_rows o ON o.id = n.id
    WHERE (n.shared_at IS NULL) <> (o.shared_at IS NULL) OR n.imported_from IS DISTINCT FROM o.imported_from));
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION "review_waiting_forget_photos"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM review_waiting w USING old_rows o WHERE w.photo_id = o.id;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER "review_waiting_photos_changed" AFTER UPDATE ON "photos"
  REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION review_waiting_follow_photos();
--> statement-breakpoint
CREATE TRIGGER "review_waiting_photos_gone" AFTER DELETE ON "photos"
  REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION review_waiting_forget_photos();
--> statement-breakpoint
CREATE TRIGGER "review_waiting_corrections_insert" AFTER INSERT ON "corrections"
  REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION review_waiting_follow();
--> statement-breakpoint
CREATE TRIGGER "review_waiting_corrections_update" AFTER UPDATE ON "corrections"
  REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION review_waiting_follow();
--> statement-breakpoint
CREATE TRIGGER "review_waiting_corrections_delete" AFTER DELETE ON "corrections"
  REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION review_waiting_follow();
--> statement-breakpoint
CREATE TRIGGER "review_waiting_reviews_insert" AFTER INSERT ON "reviews"
  REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION review_waiting_follow();
--> statement-breakpoint
CREATE TRIGGER "review_waiting_reviews_update" AFTER UPDATE ON "reviews"
  REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION review_waiting_follow();
--> statement-breakpoint
CREATE TRIGGER "review_waiting_reviews_delete" AFTER DELETE ON "reviews"
  REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION review_waiting_follow();
--> statement-breakpoint
CREATE TRIGGER "review_waiting_photo_signals_insert" AFTER INSERT ON "photo_signals"
  REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION review_waiting_follow();
--> statement-breakpoint
CREATE TRIGGER "review_waiting_photo_signals_update" AFTER UPDATE ON "photo_signals"
  REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION review_waiting_follow();
--> statement-breakpoint
CREATE TRIGGER "review_waiting_photo_signals_delete" AFTER DELETE ON "photo_signals"
  REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION review_waiting_follow();
--> statement-breakpoint
CREATE TRIGGER "review_waiting_photo_classes_insert" AFTER INSERT ON "photo_classes"
  REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION review_waiting_follow();
--> statement-breakpoint
CREATE TRIGGER "review_waiting_photo_classes_update" AFTER UPDATE ON "photo_classes"
  REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION review_waiting_follow();
--> statement-breakpoint
CREATE TRIGGER "review_waiting_photo_classes_delete" AFTER DELETE ON "photo_classes"
  REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION review_waiting_follow();
--> statement-breakpoint
CREATE TRIGGER "review_waiting_shadow_disagreements_insert" AFTER INSERT ON "shadow_disagreements"
  REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION review_waiting_follow();
--> statement-breakpoint
CREATE TRIGGER "review_waiting_shadow_disagreements_update" AFTER UPDATE ON "shadow_disagreements"
  REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION review_waiting_follow();
--> statement-breakpoint
CREATE TRIGGER "review_waiting_shadow_disagreements_delete" AFTER DELETE ON "shadow_disagreements"
  REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION review_waiting_follow();
--> statement-breakpoint
INSERT INTO review_waiting (photo_id, source, is_stale, priority, is_disputed, is_shadowed, error_kinds, class_ids)
  SELECT n.photo_id, n.source, n.is_stale, n.priority, n.is_disputed, n.is_shadowed, n.error_kinds, n.class_ids
  FROM review_waiting_now n;
