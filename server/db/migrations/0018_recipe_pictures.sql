CREATE TABLE "recipe_pictures" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "recipe_pictures_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"recipe_id" integer NOT NULL,
	"state" text NOT NULL,
	"sha256" text,
	"thumbnail_sha256" text,
	"width" integer,
	"height" integer,
	"source_sha256" text,
	"addresses" text[] DEFAULT '{}' NOT NULL,
	"credit_url" text,
	"problem" jsonb,
	"is_shown" boolean NOT NULL,
	"changed_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "recipe_pictures_state" CHECK ("recipe_pictures"."state" in ('waiting', 'kept', 'failed')),
	CONSTRAINT "recipe_pictures_kept" CHECK (("recipe_pictures"."state" = 'kept') = ("recipe_pictures"."sha256" is not null and "recipe_pictures"."thumbnail_sha256" is not null))
);
--> statement-breakpoint
ALTER TABLE "recipe_pictures" ADD CONSTRAINT "recipe_pictures_recipe_id_recipes_id_fk" FOREIGN KEY ("recipe_id") REFERENCES "public"."recipes"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "recipe_pictures_recipe" ON "recipe_pictures" USING btree ("recipe_id");--> statement-breakpoint
CREATE UNIQUE INDEX "recipe_pictures_shown" ON "recipe_pictures" USING btree ("recipe_id") WHERE is_shown;--> statement-breakpoint
CREATE INDEX "recipe_pictures_waiting" ON "recipe_pictures" USING btree ("id") WHERE state = 'waiting';--> statement-breakpoint
CREATE INDEX "recipe_pictures_hidden" ON "recipe_pictures" USING btree ("changed_at") WHERE not is_shown;--> statement-breakpoint
CREATE INDEX "recipe_pictures_sha256" ON "recipe_pictures" USING btree ("sha256");--> statement-breakpoint
CREATE INDEX "recipe_pictures_thumbnail" ON "recipe_pictures" USING btree ("thumbnail_sha256");