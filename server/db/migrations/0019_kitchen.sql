CREATE TABLE "kitchens" (
	"user_id" uuid PRIMARY KEY NOT NULL,
	"is_pantry_on" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE TABLE "planned_meals" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"recipe_id" integer NOT NULL,
	"day" date NOT NULL,
	"cooked" smallint NOT NULL,
	"eaten" smallint NOT NULL,
	"leftover_of" uuid,
	"change_id" uuid NOT NULL,
	"removed_at" timestamp (3) with time zone,
	CONSTRAINT "planned_meals_eaten" CHECK ("planned_meals"."eaten" between 1 and 99),
	CONSTRAINT "planned_meals_cooked" CHECK ("planned_meals"."cooked" between 0 and 99),
	CONSTRAINT "planned_meals_leftover" CHECK (("planned_meals"."cooked" = 0) = ("planned_meals"."leftover_of" is not null))
);
--> statement-breakpoint
CREATE TABLE "stocked_foods" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"food_id" integer NOT NULL,
	"quantity" double precision,
	"unit" text,
	"place" text NOT NULL,
	"best_before" date,
	"change_id" uuid NOT NULL,
	"removed_at" timestamp (3) with time zone,
	CONSTRAINT "stocked_foods_quantity" CHECK ("stocked_foods"."quantity" > 0),
	CONSTRAINT "stocked_foods_amount" CHECK (("stocked_foods"."quantity" is null) = ("stocked_foods"."unit" is null)),
	CONSTRAINT "stocked_foods_place" CHECK ("stocked_foods"."place" in ('fridge', 'freezer', 'cupboard'))
);
--> statement-breakpoint
ALTER TABLE "kitchens" ADD CONSTRAINT "kitchens_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "planned_meals" ADD CONSTRAINT "planned_meals_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "planned_meals" ADD CONSTRAINT "planned_meals_recipe_id_recipes_id_fk" FOREIGN KEY ("recipe_id") REFERENCES "public"."recipes"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stocked_foods" ADD CONSTRAINT "stocked_foods_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stocked_foods" ADD CONSTRAINT "stocked_foods_food_id_foods_id_fk" FOREIGN KEY ("food_id") REFERENCES "public"."foods"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "planned_meals_user" ON "planned_meals" USING btree ("user_id","day");--> statement-breakpoint
CREATE INDEX "stocked_foods_user" ON "stocked_foods" USING btree ("user_id","removed_at");--> statement-breakpoint
CREATE TRIGGER "kitchens_tell_change" AFTER INSERT OR UPDATE OR DELETE ON "kitchens"
  FOR EACH ROW EXECUTE FUNCTION tell_change('kitchen');
--> statement-breakpoint
CREATE TRIGGER "stocked_foods_tell_change" AFTER INSERT OR UPDATE OR DELETE ON "stocked_foods"
  FOR EACH ROW EXECUTE FUNCTION tell_change('kitchen');
--> statement-breakpoint
CREATE TRIGGER "planned_meals_tell_change" AFTER INSERT OR UPDATE OR DELETE ON "planned_meals"
  FOR EACH ROW EXECUTE FUNCTION tell_change('kitchen');
