CREATE TABLE "photo_sources" (
	"photo_id" uuid NOT NULL,
	"source" text NOT NULL,
	"split" text,
	"imported_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "photo_sources_photo_id_source_pk" PRIMARY KEY("photo_id","source")
);
--> statement-breakpoint
ALTER TABLE "photo_sources" ADD CONSTRAINT "photo_sources_photo_id_photos_id_fk" FOREIGN KEY ("photo_id") REFERENCES "public"."photos"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "photo_sources_source" ON "photo_sources" USING btree ("source");--> statement-breakpoint
INSERT INTO "photo_sources" ("photo_id", "source", "split", "imported_at") SELECT "id", "imported_from", "imported_split", "created_at" FROM "photos" WHERE "imported_from" IS NOT NULL;
