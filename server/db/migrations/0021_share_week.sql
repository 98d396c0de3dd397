ALTER TABLE "share_links" DROP CONSTRAINT "share_links_kind";--> statement-breakpoint
ALTER TABLE "share_links" DROP CONSTRAINT "share_links_content";--> statement-breakpoint
ALTER TABLE "share_links" ADD COLUMN "week" date;--> statement-breakpoint
ALTER TABLE "share_links" ADD CONSTRAINT "share_links_kind" CHECK ("share_links"."kind" in ('recipe', 'list', 'week'));--> statement-breakpoint
ALTER TABLE "share_links" ADD CONSTRAINT "share_links_content" CHECK (("share_links"."kind" = 'recipe') = ("share_links"."recipe_id" is not null) and ("share_links"."kind" = 'list') = ("share_links"."list" is not null) and ("share_links"."kind" = 'week') = ("share_links"."week" is not null));