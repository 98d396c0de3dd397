CREATE TABLE "share_links" (
	"id" uuid PRIMARY KEY NOT NULL,
	"token" text NOT NULL,
	"owner_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"recipe_id" integer,
	"title" text NOT NULL,
	"list" jsonb,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp (3) with time zone,
	CONSTRAINT "share_links_token_unique" UNIQUE("token"),
	CONSTRAINT "share_links_kind" CHECK ("share_links"."kind" in ('recipe', 'list')),
	CONSTRAINT "share_links_content" CHECK (("share_links"."kind" = 'recipe') = ("share_links"."recipe_id" is not null) and ("share_links"."kind" = 'list') = ("share_links"."list" is not null))
);
--> statement-breakpoint
ALTER TABLE "share_links" ADD CONSTRAINT "share_links_owner_id_users_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "share_links" ADD CONSTRAINT "share_links_recipe_id_recipes_id_fk" FOREIGN KEY ("recipe_id") REFERENCES "public"."recipes"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "share_links_owner" ON "share_links" USING btree ("owner_id","created_at");--> statement-breakpoint
CREATE INDEX "share_links_recipe" ON "share_links" USING btree ("recipe_id");