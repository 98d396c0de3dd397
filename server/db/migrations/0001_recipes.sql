CREATE TABLE "food_substitutions" (
	"wanted_id" integer NOT NULL,
	"use_id" integer NOT NULL,
	"ratio" double precision NOT NULL,
	"note" text NOT NULL,
	CONSTRAINT "food_substitutions_wanted_id_use_id_pk" PRIMARY KEY("wanted_id","use_id")
);
--> statement-breakpoint
CREATE TABLE "foods" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "foods_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"slug" text NOT NULL,
	"facts" jsonb NOT NULL,
	"content_hash" text NOT NULL,
	CONSTRAINT "foods_slug_unique" UNIQUE("slug")
);
--> statement-breakpoint
CREATE TABLE "recipe_revision" (
	"id" smallint PRIMARY KEY NOT NULL,
	"value" bigint NOT NULL,
	CONSTRAINT "recipe_revision_single" CHECK ("recipe_revision"."id" = 1)
);
--> statement-breakpoint
CREATE TABLE "recipes" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "recipes_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"slug" text NOT NULL,
	"owner_id" uuid,
	"title" text NOT NULL,
	"cuisine" text NOT NULL,
	"dish_class" text,
	"minutes" smallint NOT NULL,
	"food_ids" integer[] NOT NULL,
	"required_food_ids" integer[] NOT NULL,
	"safe_mask" integer NOT NULL,
	"body" jsonb NOT NULL,
	"words" text NOT NULL,
	"search" "tsvector" GENERATED ALWAYS AS (setweight(to_tsvector('english', "recipes"."title"), 'A') || to_tsvector('english', "recipes"."words")) STORED NOT NULL,
	"content_hash" text NOT NULL,
	"removed" boolean DEFAULT false NOT NULL,
	"revision" bigint NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "recipes_slug_unique" UNIQUE("slug"),
	CONSTRAINT "recipes_minutes" CHECK ("recipes"."minutes" >= 0)
);
--> statement-breakpoint
ALTER TABLE "food_substitutions" ADD CONSTRAINT "food_substitutions_wanted_id_foods_id_fk" FOREIGN KEY ("wanted_id") REFERENCES "public"."foods"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "food_substitutions" ADD CONSTRAINT "food_substitutions_use_id_foods_id_fk" FOREIGN KEY ("use_id") REFERENCES "public"."foods"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "recipes" ADD CONSTRAINT "recipes_owner_id_users_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "recipes_food_ids" ON "recipes" USING gin ("food_ids");--> statement-breakpoint
CREATE INDEX "recipes_search" ON "recipes" USING gin ("search");--> statement-breakpoint
CREATE INDEX "recipes_revision" ON "recipes" USING btree ("revision","id");--> statement-breakpoint
CREATE INDEX "recipes_dish_class" ON "recipes" USING btree ("dish_class");--> statement-breakpoint
CREATE INDEX "recipes_owner" ON "recipes" USING btree ("owner_id");