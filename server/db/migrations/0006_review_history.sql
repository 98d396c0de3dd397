ALTER TABLE "photo_signals" ALTER COLUMN "novelty" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "corrections" ADD COLUMN "restored_from" integer;