namespace ParallelApproval.Database.Migrations;

/// <summary>
/// Erasing the file of a case after its term (档案销毁), as the database itself lets it happen: rows that are never changed otherwise may be
/// emptied of persons, and contents of scans deleted, by one function that belongs to the owner of the tables, and only of a case whose
/// disposal two persons have approved and this very transaction enters. From <c>Retention</c> on, and frozen with it.
/// </summary>
internal static class EraseCase
{
    public const string Up = """
        CREATE FUNCTION is_being_disposed(asked bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
            SELECT EXISTS (SELECT FROM disposals d WHERE d.case_key = asked AND d.disposed_at IS NOT NULL AND d.dropped_at IS NULL
                AND d.approved_by <> d.proposed_by AND d.xmin = pg_current_xact_id()::xid)
        $$;

        CREATE FUNCTION keep_disposal() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'DELETE' OR OLD.disposed_at IS NOT NULL OR OLD.dropped_at IS NOT NULL
                OR (to_jsonb(OLD) - '{disposed_at,dropped_at,dropped_for}'::text[])
                IS DISTINCT FROM (to_jsonb(NEW) - '{disposed_at,dropped_at,dropped_for}'::text[]) THEN
                RAISE EXCEPTION 'the disposal of % stays as it is', OLD.case_key USING ERRCODE = 'PA002';
            END IF;
            RETURN NEW;
        END $$;
        CREATE TRIGGER disposals_stay BEFORE UPDATE OR DELETE ON disposals FOR EACH ROW EXECUTE FUNCTION keep_disposal();
        CREATE TRIGGER disposals_noted AFTER INSERT OR UPDATE OR DELETE ON disposals FOR EACH ROW EXECUTE FUNCTION note_change();

        CREATE FUNCTION keep_hold() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'DELETE' OR OLD.lifted_at IS NOT NULL
                OR (OLD.id, OLD.case_key, OLD.ground, OLD.reason, OLD.put_by, OLD.put_at)
                IS DISTINCT FROM (NEW.id, NEW.case_key, NEW.ground, NEW.reason, NEW.put_by, NEW.put_at) THEN
                RAISE EXCEPTION 'the hold % stays as it is', OLD.id USING ERRCODE = 'PA002';
            END IF;
            RETURN NEW;
        END $$;
        CREATE TRIGGER disposal_holds_stay BEFORE UPDATE OR DELETE ON disposal_holds FOR EACH ROW EXECUTE FUNCTION keep_hold();
        CREATE TRIGGER disposal_holds_noted AFTER INSERT OR UPDATE OR DELETE ON disposal_holds
            FOR EACH ROW EXECUTE FUNCTION note_change();

        CREATE FUNCTION keep_content() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'DELETE' AND is_being_disposed(OLD.case_key) THEN
                RETURN OLD;
            END IF;
            RAISE EXCEPTION 'a row of % is never changed or removed', TG_TABLE_NAME USING ERRCODE = 'PA002';
        END $$;
        DROP TRIGGER scan_contents_stay ON scan_contents;
        CREATE TRIGGER scan_contents_stay BEFORE UPDATE OR DELETE ON scan_contents FOR EACH ROW EXECUTE FUNCTION keep_content();

        CREATE FUNCTION keep_but_for_disposal() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'UPDATE' AND is_being_disposed(OLD.case_key)
                AND (to_jsonb(OLD) - TG_ARGV) IS NOT DISTINCT FROM (to_jsonb(NEW) - TG_ARGV) THEN
                RETURN NEW;
            END IF;
            RAISE EXCEPTION 'a row of % is never changed or removed', TG_TABLE_NAME USING ERRCODE = 'PA002';
        END $$;
        DROP TRIGGER ratings_stay ON ratings;
        CREATE TRIGGER ratings_stay BEFORE UPDATE OR DELETE ON ratings FOR EACH ROW EXECUTE FUNCTION keep_but_for_disposal('comment');

        CREATE OR REPLACE FUNCTION keep_complaint() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'UPDATE' AND OLD.case_key IS NOT NULL AND is_being_disposed(OLD.case_key)
                AND (to_jsonb(OLD) - '{words,contact,answer}'::text[]) IS NOT DISTINCT FROM (to_jsonb(NEW) - '{words,contact,answer}'::text[]) THEN
                RETURN NEW;
            END IF;
            IF TG_OP = 'DELETE' OR (OLD.case_key, OLD.subject, OLD.words, OLD.lodged_at) IS DISTINCT FROM (NEW.case_key, NEW.subject, NEW.words, NEW.lodged_at) THEN
                RAISE EXCEPTION 'what was said in complaint % stays as it was said', OLD.number USING ERRCODE = 'PA002';
            END IF;
            RETURN NEW;
        END $$;
        CREATE OR REPLACE FUNCTION keep_scan() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'UPDATE' AND is_being_disposed(OLD.case_key)
                AND (to_jsonb(OLD) - '{name,strike_reason}'::text[]) IS NOT DISTINCT FROM (to_jsonb(NEW) - '{name,strike_reason}'::text[]) THEN
                RETURN NEW;
            END IF;
            IF TG_OP = 'DELETE' OR OLD.struck_by IS NOT NULL OR (OLD.case_key, OLD.number, OLD.paper, OLD.paper_version, OLD.name, OLD.sha256, OLD.filed_by, OLD.filed_at)
                IS DISTINCT FROM (NEW.case_key, NEW.number, NEW.paper, NEW.paper_version, NEW.name, NEW.sha256, NEW.filed_by, NEW.filed_at) THEN
                RAISE EXCEPTION 'scan % stays as it was filed', OLD.number USING ERRCODE = 'PA002';
            END IF;
            RETURN NEW;
        END $$;

        CREATE FUNCTION erase_case(erased bigint, word text, at timestamptz, blank_applicant json, papers text[], blank_facts text[], blank_flow json)
            RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS $$
        BEGIN
            IF NOT is_being_disposed(erased)
                OR NOT EXISTS (SELECT FROM cases c WHERE c.case_key = erased AND c.closed_at IS NOT NULL AND c.disposed_at IS NULL) THEN
                RAISE EXCEPTION 'no disposal of % is approved and entered', erased USING ERRCODE = 'PA002';
            END IF;
            UPDATE cases SET applicant_name = word, open_key = NULL, disposed_at = at WHERE case_key = erased;
            UPDATE case_applications SET applicant = blank_applicant, marks = '{}', form = '{}' WHERE case_key = erased;
            UPDATE case_materials SET problem = NULL, wanted = NULL WHERE case_key = erased;
            UPDATE documents d SET facts = n.facts::json FROM unnest(papers, blank_facts) AS n (number, facts)
                WHERE d.case_key = erased AND d.number = n.number;
            DELETE FROM scan_contents WHERE case_key = erased;
            UPDATE scans SET name = word, strike_reason = CASE WHEN strike_reason IS NOT NULL THEN word END WHERE case_key = erased;
            UPDATE ratings SET comment = NULL WHERE case_key = erased AND comment IS NOT NULL;
            UPDATE rating_appeals SET grounds = word, reasons = CASE WHEN reasons IS NOT NULL THEN word END WHERE case_key = erased;
            UPDATE complaints SET words = word, contact = NULL, answer = CASE WHEN answer IS NOT NULL THEN word END WHERE case_key = erased;
            UPDATE notices SET phone = NULL, text = word, text_en = word WHERE case_key = erased;
            UPDATE published_results SET applicant = word WHERE case_key = erased;
            UPDATE withheld_results SET reason = word WHERE case_key = erased;
            UPDATE workflow_instances SET state = blank_flow, timers = NULL, next_at = NULL, awaits = '{}', correlation_id = NULL,
                children = NULL, waits_for_others = false WHERE case_key = erased;
            UPDATE workflow_journal SET events = '[]' WHERE case_key = erased;
            DELETE FROM workflow_calls WHERE case_key = erased;
            DELETE FROM bookings b USING prechecks p WHERE p.case_key = erased AND b.precheck = p.code;
            DELETE FROM prechecks WHERE case_key = erased;
            DELETE FROM precheck_receipts WHERE case_key = erased;
            DELETE FROM uncollected WHERE case_key = erased;
        END $$;

        DO $$ BEGIN
            EXECUTE format('ALTER FUNCTION is_being_disposed(bigint) SET search_path = %I, pg_temp', current_schema());
            EXECUTE format('ALTER FUNCTION erase_case(bigint, text, timestamptz, json, text[], text[], json) SET search_path = %I, pg_temp', current_schema());
        END $$;
        """;

    public const string Down = """
        DROP FUNCTION erase_case(bigint, text, timestamptz, json, text[], text[], json);
        DROP TRIGGER ratings_stay ON ratings;
        CREATE TRIGGER ratings_stay BEFORE UPDATE OR DELETE ON ratings FOR EACH ROW EXECUTE FUNCTION refuse_change();
        DROP TRIGGER scan_contents_stay ON scan_contents;
        CREATE TRIGGER scan_contents_stay BEFORE UPDATE OR DELETE ON scan_contents FOR EACH ROW EXECUTE FUNCTION refuse_change();
        CREATE OR REPLACE FUNCTION keep_complaint() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'DELETE' OR (OLD.case_key, OLD.subject, OLD.words, OLD.lodged_at) IS DISTINCT FROM (NEW.case_key, NEW.subject, NEW.words, NEW.lodged_at) THEN
                RAISE EXCEPTION 'what was said in complaint % stays as it was said', OLD.number USING ERRCODE = 'PA002';
            END IF;
            RETURN NEW;
        END $$;
        CREATE OR REPLACE FUNCTION keep_scan() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'DELETE' OR OLD.struck_by IS NOT NULL OR (OLD.case_key, OLD.number, OLD.paper, OLD.paper_version, OLD.name, OLD.sha256, OLD.filed_by, OLD.filed_at)
                IS DISTINCT FROM (NEW.case_key, NEW.number, NEW.paper, NEW.paper_version, NEW.name, NEW.sha256, NEW.filed_by, NEW.filed_at) THEN
                RAISE EXCEPTION 'scan % stays as it was filed', OLD.number USING ERRCODE = 'PA002';
            END IF;
            RETURN NEW;
        END $$;
        DROP TRIGGER disposal_holds_noted ON disposal_holds;
        DROP TRIGGER disposal_holds_stay ON disposal_holds;
        DROP TRIGGER disposals_noted ON disposals;
        DROP TRIGGER disposals_stay ON disposals;
        DROP FUNCTION keep_but_for_disposal();
        DROP FUNCTION keep_content();
        DROP FUNCTION keep_hold();
        DROP FUNCTION keep_disposal();
        DROP FUNCTION is_being_disposed(bigint);
        """;
}
