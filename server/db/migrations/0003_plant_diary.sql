CREATE TABLE "plant_look_photos" (
	"look_id" uuid NOT NULL,
	"photo_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"leaves" jsonb NOT NULL,
	"brought_photo" boolean DEFAULT false NOT NULL,
	CONSTRAINT "plant_look_photos_look_id_photo_id_pk" PRIMARY KEY("look_id","photo_id")
);
--> statement-breakpoint
CREATE TABLE "plant_looks" (
	"id" uuid PRIMARY KEY NOT NULL,
	"plant_id" uuid NOT NULL,
	"looked_at" timestamp (3) with time zone NOT NULL,
	"model_id" text,
	"answer" jsonb NOT NULL,
	"note" text DEFAULT '' NOT NULL,
	"deleted_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "plants" (
	"id" uuid PRIMARY KEY NOT NULL,
	"owner_id" uuid NOT NULL,
	"name" text NOT NULL,
	"note" text DEFAULT '' NOT NULL,
	"remind_on" date,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"deleted_at" timestamp (3) with time zone
);
--> statement-breakpoint
ALTER TABLE "plant_look_photos" ADD CONSTRAINT "plant_look_photos_look_id_plant_looks_id_fk" FOREIGN KEY ("look_id") REFERENCES "public"."plant_looks"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "plant_look_photos" ADD CONSTRAINT "plant_look_photos_photo_id_photos_id_fk" FOREIGN KEY ("photo_id") REFERENCES "public"."photos"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "plant_looks" ADD CONSTRAINT "plant_looks_plant_id_plants_id_fk" FOREIGN KEY ("plant_id") REFERENCES "public"."plants"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "plants" ADD CONSTRAINT "plants_owner_id_users_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "plant_look_photos_photo" ON "plant_look_photos" USING btree ("photo_id");--> statement-breakpoint
CREATE INDEX "plant_looks_plant" ON "plant_looks" USING btree ("plant_id","looked_at");--> statement-breakpoint
CREATE INDEX "plants_owner" ON "plants" USING btree ("owner_id","deleted_at");