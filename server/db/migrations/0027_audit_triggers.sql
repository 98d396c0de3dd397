-- whatever lets somebody in (password, single sign-on, passkey) makes a session: the entry is part of it
CREATE FUNCTION audit_sign_in() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO audit_log (user_id, user_name, action, facts, address)
    SELECT u.id, u.name, 'account/signed-in', jsonb_build_object('browser', left(coalesce(NEW.user_agent, ''), 200)), NEW.ip_address
    FROM users u WHERE u.id = NEW.user_id AND u.disabled_at IS NULL;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER "audit_sign_in" AFTER INSERT ON "sessions"
  FOR EACH ROW EXECUTE FUNCTION audit_sign_in();
--> statement-breakpoint
-- none for a passkey that goes with its account
CREATE FUNCTION audit_passkey() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  key passkeys := CASE WHEN TG_OP = 'INSERT' THEN NEW ELSE OLD END;
BEGIN
  INSERT INTO audit_log (user_id, user_name, action, facts)
    SELECT u.id, u.name, CASE WHEN TG_OP = 'INSERT' THEN 'passkey/added' ELSE 'passkey/removed' END,
      jsonb_build_object('name', left(coalesce(key.name, ''), 200))
    FROM users u WHERE u.id = key.user_id;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER "audit_passkey" AFTER INSERT OR DELETE ON "passkeys"
  FOR EACH ROW EXECUTE FUNCTION audit_passkey();
--> statement-breakpoint
-- what was done stays written; who did it is forgotten with their account, and only then
CREATE OR REPLACE FUNCTION audit_log_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  forgotten uuid := nullif(current_setting('forage.forgotten', true), '')::uuid;
BEGIN
  IF TG_OP = 'DELETE' AND OLD.at < now() - interval '30 days' THEN
    RETURN OLD;
  END IF;
  IF TG_OP = 'UPDATE' AND forgotten IS NOT NULL AND position(forgotten::text IN OLD::text) > 0
    AND (NEW.id, NEW.at, NEW.action) = (OLD.id, OLD.at, OLD.action)
    AND NOT EXISTS (SELECT FROM users WHERE id = forgotten) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'the audit log is only added to';
END $$;
