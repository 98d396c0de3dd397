CREATE TABLE "cook_profiles" (
	"user_id" uuid PRIMARY KEY NOT NULL,
	"household" smallint,
	"skill" text,
	CONSTRAINT "cook_profiles_household" CHECK ("cook_profiles"."household" between 1 and 30),
	CONSTRAINT "cook_profiles_skill" CHECK ("cook_profiles"."skill" in ('new', 'practised', 'keen'))
);
--> statement-breakpoint
CREATE TABLE "cooked_recipes" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "cooked_recipes_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"user_id" uuid NOT NULL,
	"recipe_id" integer NOT NULL,
	"servings" smallint NOT NULL,
	"cooked_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "food_dislikes" (
	"user_id" uuid NOT NULL,
	"food_id" integer NOT NULL,
	CONSTRAINT "food_dislikes_user_id_food_id_pk" PRIMARY KEY("user_id","food_id")
);
--> statement-breakpoint
CREATE TABLE "recipe_opinions" (
	"user_id" uuid NOT NULL,
	"recipe_id" integer NOT NULL,
	"opinion" text NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "recipe_opinions_user_id_recipe_id_pk" PRIMARY KEY("user_id","recipe_id"),
	CONSTRAINT "recipe_opinions_opinion" CHECK ("recipe_opinions"."opinion" in ('favourite', 'dislike'))
);
--> statement-breakpoint
ALTER TABLE "recipes" ADD COLUMN "servings" smallint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "recipes" ADD COLUMN "effort" smallint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "recipes" ADD COLUMN "doubtful_lines" smallint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "cook_profiles" ADD CONSTRAINT "cook_profiles_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cooked_recipes" ADD CONSTRAINT "cooked_recipes_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cooked_recipes" ADD CONSTRAINT "cooked_recipes_recipe_id_recipes_id_fk" FOREIGN KEY ("recipe_id") REFERENCES "public"."recipes"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "food_dislikes" ADD CONSTRAINT "food_dislikes_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "food_dislikes" ADD CONSTRAINT "food_dislikes_food_id_foods_id_fk" FOREIGN KEY ("food_id") REFERENCES "public"."foods"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "recipe_opinions" ADD CONSTRAINT "recipe_opinions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "recipe_opinions" ADD CONSTRAINT "recipe_opinions_recipe_id_recipes_id_fk" FOREIGN KEY ("recipe_id") REFERENCES "public"."recipes"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "cooked_recipes_user" ON "cooked_recipes" USING btree ("user_id","cooked_at");--> statement-breakpoint
UPDATE "recipes" SET "servings" = least(99, ("body"->>'servings')::int);
