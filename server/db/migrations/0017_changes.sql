DROP INDEX "jobs_updated";
--> statement-breakpoint
-- Tells open pages what has changed: the topic, and nothing of the row. For each row, since a trigger for each statement
-- also fires for one that changes none, as the workers' do every second. PostgreSQL sends a topic once a transaction.
CREATE FUNCTION tell_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('forage_changes', TG_ARGV[0]);
  RETURN NULL;
END $$;
--> statement-breakpoint
-- not for a checkpoint: no page shows it
CREATE TRIGGER "jobs_tell_change" AFTER INSERT OR DELETE OR UPDATE OF state, progress ON "jobs"
  FOR EACH ROW EXECUTE FUNCTION tell_change('jobs');
--> statement-breakpoint
CREATE TRIGGER "training_runs_tell_change" AFTER INSERT OR UPDATE OR DELETE ON "training_runs"
  FOR EACH ROW EXECUTE FUNCTION tell_change('training');
--> statement-breakpoint
CREATE TRIGGER "registered_models_tell_change" AFTER INSERT OR UPDATE OR DELETE ON "registered_models"
  FOR EACH ROW EXECUTE FUNCTION tell_change('models');
--> statement-breakpoint
CREATE TRIGGER "model_moves_tell_change" AFTER INSERT OR UPDATE OR DELETE ON "model_moves"
  FOR EACH ROW EXECUTE FUNCTION tell_change('models');
--> statement-breakpoint
CREATE TRIGGER "gate_verdicts_tell_change" AFTER INSERT OR UPDATE OR DELETE ON "gate_verdicts"
  FOR EACH ROW EXECUTE FUNCTION tell_change('models');
--> statement-breakpoint
CREATE TRIGGER "settings_tell_change" AFTER INSERT OR UPDATE OR DELETE ON "settings"
  FOR EACH ROW EXECUTE FUNCTION tell_change('models');
