-- somebody's session ended, an account was kept out, or who is in a team has changed: every open page asks whether it may
-- still be there. It names nobody, so everybody hears it.
CREATE TRIGGER "sessions_tell_change" AFTER DELETE ON "sessions"
  FOR EACH ROW EXECUTE FUNCTION tell_change('people');
--> statement-breakpoint
CREATE TRIGGER "users_tell_change" AFTER UPDATE OF disabled_at, is_admin ON "users"
  FOR EACH ROW EXECUTE FUNCTION tell_change('people');
--> statement-breakpoint
CREATE TRIGGER "memberships_tell_change" AFTER INSERT OR UPDATE OF role OR DELETE ON "memberships"
  FOR EACH ROW EXECUTE FUNCTION tell_change('people');
