CREATE TABLE "corrections" (
	"id" uuid PRIMARY KEY NOT NULL,
	"photo_id" uuid NOT NULL,
	"author_id" uuid NOT NULL,
	"revision" integer NOT NULL,
	"model_id" text,
	"backend" text,
	"filter" jsonb NOT NULL,
	"model_boxes" jsonb NOT NULL,
	"labels" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "photo_classes" (
	"photo_id" uuid NOT NULL,
	"class_id" integer NOT NULL,
	"box_count" integer NOT NULL,
	"edited_count" integer NOT NULL,
	CONSTRAINT "photo_classes_photo_id_class_id_pk" PRIMARY KEY("photo_id","class_id")
);
--> statement-breakpoint
CREATE TABLE "photos" (
	"id" uuid PRIMARY KEY NOT NULL,
	"owner_id" uuid NOT NULL,
	"name" text NOT NULL,
	"width" integer NOT NULL,
	"height" integer NOT NULL,
	"sha256" text NOT NULL,
	"bytes" integer NOT NULL,
	"content_type" text NOT NULL,
	"thumbnail_sha256" text NOT NULL,
	"thumbnail_bytes" integer NOT NULL,
	"source_sha256" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"saved_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "photos_size" CHECK ("photos"."width" > 0 and "photos"."height" > 0)
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "corrections" ADD CONSTRAINT "corrections_photo_id_photos_id_fk" FOREIGN KEY ("photo_id") REFERENCES "public"."photos"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "corrections" ADD CONSTRAINT "corrections_author_id_users_id_fk" FOREIGN KEY ("author_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "photo_classes" ADD CONSTRAINT "photo_classes_photo_id_photos_id_fk" FOREIGN KEY ("photo_id") REFERENCES "public"."photos"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "photos" ADD CONSTRAINT "photos_owner_id_users_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "corrections_photo_revision" ON "corrections" USING btree ("photo_id","revision");--> statement-breakpoint
CREATE INDEX "corrections_model" ON "corrections" USING btree ("model_id");--> statement-breakpoint
CREATE INDEX "corrections_author" ON "corrections" USING btree ("author_id");--> statement-breakpoint
CREATE INDEX "photo_classes_class" ON "photo_classes" USING btree ("class_id");--> statement-breakpoint
CREATE UNIQUE INDEX "photos_owner_sha256" ON "photos" USING btree ("owner_id","sha256");--> statement-breakpoint
CREATE INDEX "photos_owner_source" ON "photos" USING btree ("owner_id","source_sha256");--> statement-breakpoint
CREATE INDEX "photos_owner_saved" ON "photos" USING btree ("owner_id","saved_at","id");--> statement-breakpoint
CREATE INDEX "photos_sha256" ON "photos" USING btree ("sha256");--> statement-breakpoint
CREATE INDEX "photos_thumbnail" ON "photos" USING btree ("thumbnail_sha256");