ALTER TABLE "model_moves" ADD COLUMN "is_rollback" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "registered_models" ADD COLUMN "commit" text;