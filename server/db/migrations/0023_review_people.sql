CREATE TABLE "opinion_requests" (
	"photo_id" uuid PRIMARY KEY NOT NULL,
	"asked_by" uuid NOT NULL,
	"asked_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "opinion_rules" (
	"team_id" uuid PRIMARY KEY NOT NULL,
	"share" real NOT NULL,
	"class_ids" integer[] NOT NULL
);
--> statement-breakpoint
CREATE TABLE "opinions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"photo_id" uuid NOT NULL,
	"correction_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"verdict" text NOT NULL,
	"reason" text NOT NULL,
	"labels" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "opinions_once" UNIQUE("correction_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "photo_presence" (
	"page_id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"photo_id" uuid NOT NULL,
	"until" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "review_assignments" (
	"photo_id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"assigned_by" uuid NOT NULL,
	"assigned_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "review_leases" (
	"photo_id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"page_id" uuid NOT NULL,
	"until" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "opinion_requests" ADD CONSTRAINT "opinion_requests_photo_id_photos_id_fk" FOREIGN KEY ("photo_id") REFERENCES "public"."photos"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "opinion_requests" ADD CONSTRAINT "opinion_requests_asked_by_users_id_fk" FOREIGN KEY ("asked_by") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "opinion_rules" ADD CONSTRAINT "opinion_rules_team_id_teams_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."teams"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "opinions" ADD CONSTRAINT "opinions_photo_id_photos_id_fk" FOREIGN KEY ("photo_id") REFERENCES "public"."photos"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "opinions" ADD CONSTRAINT "opinions_correction_id_corrections_id_fk" FOREIGN KEY ("correction_id") REFERENCES "public"."corrections"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "opinions" ADD CONSTRAINT "opinions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "photo_presence" ADD CONSTRAINT "photo_presence_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "review_assignments" ADD CONSTRAINT "review_assignments_photo_id_photos_id_fk" FOREIGN KEY ("photo_id") REFERENCES "public"."photos"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "review_assignments" ADD CONSTRAINT "review_assignments_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "review_assignments" ADD CONSTRAINT "review_assignments_assigned_by_users_id_fk" FOREIGN KEY ("assigned_by") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "review_leases" ADD CONSTRAINT "review_leases_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "opinions_photo" ON "opinions" USING btree ("photo_id");--> statement-breakpoint
CREATE INDEX "photo_presence_photo" ON "photo_presence" USING btree ("photo_id");--> statement-breakpoint
CREATE INDEX "review_assignments_user" ON "review_assignments" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "review_leases_page" ON "review_leases" USING btree ("page_id");--> statement-breakpoint
-- tells the team whose photo it is about; of a photo that is gone, everybody
CREATE FUNCTION tell_review_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE team uuid;
BEGIN
  SELECT p.owner_id INTO team FROM photos p
    WHERE p.id = CASE WHEN TG_OP = 'DELETE' THEN OLD.photo_id ELSE NEW.photo_id END;
  PERFORM pg_notify('forage_changes', concat_ws(' ', 'review', team));
  RETURN NULL;
END $$;
--> statement-breakpoint
-- not for a page that only says it is still there
CREATE TRIGGER "photo_presence_tell_change" AFTER INSERT OR DELETE OR UPDATE OF photo_id ON "photo_presence"
  FOR EACH ROW EXECUTE FUNCTION tell_review_change();
--> statement-breakpoint
CREATE TRIGGER "review_assignments_tell_change" AFTER INSERT OR UPDATE OR DELETE ON "review_assignments"
  FOR EACH ROW EXECUTE FUNCTION tell_review_change();
--> statement-breakpoint
CREATE TRIGGER "opinion_requests_tell_change" AFTER INSERT OR UPDATE OR DELETE ON "opinion_requests"
  FOR EACH ROW EXECUTE FUNCTION tell_review_change();
--> statement-breakpoint
CREATE TRIGGER "opinion_rules_tell_change" AFTER INSERT OR UPDATE OR DELETE ON "opinion_rules"
  FOR EACH ROW EXECUTE FUNCTION tell_change('review', 'team_id');
--> statement-breakpoint
CREATE TRIGGER "opinions_tell_change" AFTER INSERT OR UPDATE OR DELETE ON "opinions"
  FOR EACH ROW EXECUTE FUNCTION tell_review_change();
--> statement-breakpoint
CREATE TRIGGER "reviews_tell_change" AFTER INSERT OR UPDATE OR DELETE ON "reviews"
  FOR EACH ROW EXECUTE FUNCTION tell_review_change();
--> statement-breakpoint
-- what waits for review is counted for each team
CREATE OR REPLACE VIEW "photo_tally_now" AS
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
SELECT photo_tally_refresh(array(SELECT id FROM photos));
