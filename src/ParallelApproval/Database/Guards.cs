namespace ParallelApproval.Database;

/// <summary>
/// What the database itself guards, whoever writes: the trails, the decisions, the ratings, the bulletins, the papers, the scans and the
/// uses of seals are never changed, a published flow and the words of a complaint stay as they are.
/// </summary>
internal static class Guards
{
    /// <summary>Compares the versions of registers that a node holds with the newest; from <c>StandardWords</c> on.</summary>
    public const string ExpectRegisterVersions = """
        CREATE FUNCTION expect_register_versions(held_names text[], held_versions bigint[]) RETURNS void LANGUAGE plpgsql STABLE AS $$
        BEGIN
            IF EXISTS (
                SELECT FROM unnest(held_names, held_versions) AS held (name, version) JOIN registers ON registers.name = held.name
                WHERE registers.version <> held.version) THEN
                RAISE EXCEPTION 'a register has a newer version' USING ERRCODE = 'PA001';
            END IF;
        END $$;
        """;

    /// <summary>
    /// The clock of the house, for a command that writes before it reads: refuses an instant that is ten seconds off. A closed month goes
    /// only
    /// into the record of the reopening that two persons have signed. From <c>LawfulTime</c> on.
    /// </summary>
    public const string LawfulTime = """
        CREATE FUNCTION house_time(is_movable boolean) RETURNS timestamptz LANGUAGE sql VOLATILE AS $$
            SELECT clock_timestamp() + CASE WHEN is_movable THEN coalesce((SELECT distance FROM demo_clock), 0) ELSE 0 END * interval '1 microsecond'
        $$;
        CREATE FUNCTION expect_time(dated timestamptz, is_movable boolean) RETURNS void LANGUAGE plpgsql VOLATILE AS $$
        BEGIN
            IF abs(extract(epoch FROM house_time(is_movable) - dated)) > 10 THEN
                RAISE EXCEPTION 'it is not % now', dated USING ERRCODE = 'PA001';
            END IF;
        END $$;

        CREATE FUNCTION keep_closed_period() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'DELETE' AND EXISTS (
                SELECT FROM appraisal_reopenings r WHERE r.period = OLD.period AND r.closed_at = OLD.closed_at
                AND r.report::text = OLD.report::text AND r.confirmed_by <> r.proposed_by) THEN
                RETURN OLD;
            END IF;
            RAISE EXCEPTION 'month % is closed', OLD.period USING ERRCODE = 'PA002';
        END $$;
        DROP TRIGGER appraisal_periods_stay ON appraisal_periods;
        CREATE TRIGGER appraisal_periods_stay BEFORE UPDATE OR DELETE ON appraisal_periods FOR EACH ROW EXECUTE FUNCTION keep_closed_period();

        CREATE FUNCTION keep_reopening() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'DELETE' OR OLD.confirmed_by IS NOT NULL THEN
                RAISE EXCEPTION 'the reopening of month % stays as it is', OLD.period USING ERRCODE = 'PA002';
            END IF;
            RETURN NEW;
        END $$;
        CREATE TRIGGER appraisal_reopenings_stay BEFORE UPDATE OR DELETE ON appraisal_reopenings FOR EACH ROW EXECUTE FUNCTION keep_reopening();
        """;

    public const string LawfulTimeDown = """
        DROP TRIGGER appraisal_reopenings_stay ON appraisal_reopenings;
        DROP FUNCTION keep_reopening();
        DROP TRIGGER appraisal_periods_stay ON appraisal_periods;
        CREATE TRIGGER appraisal_periods_stay BEFORE UPDATE OR DELETE ON appraisal_periods FOR EACH ROW EXECUTE FUNCTION refuse_change();
        DROP FUNCTION keep_closed_period();
        DROP FUNCTION expect_time(timestamptz, boolean);
        DROP FUNCTION house_time(boolean);
        """;

    /// <summary>As the first migration makes them; frozen with it.</summary>
    public const string Up = """
        CREATE FUNCTION expect_editions(held_titles text[], held_editions bigint[]) RETURNS void LANGUAGE plpgsql STABLE AS $$
        BEGIN
            IF EXISTS (SELECT FROM unnest(held_titles, held_editions) AS held (title, edition) JOIN books ON books.title = held.title WHERE books.edition <> held.edition) THEN
                RAISE EXCEPTION 'a book has a newer edition' USING ERRCODE = 'PA001';
            END IF;
        END $$;

        CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION 'a row of % is never changed or removed', TG_TABLE_NAME USING ERRCODE = 'PA002';
        END $$;
        CREATE TRIGGER case_events_stay BEFORE UPDATE OR DELETE ON case_events FOR EACH ROW EXECUTE FUNCTION refuse_change();
        CREATE TRIGGER house_events_stay BEFORE UPDATE OR DELETE ON house_events FOR EACH ROW EXECUTE FUNCTION refuse_change();
        CREATE TRIGGER decisions_stay BEFORE UPDATE OR DELETE ON decisions FOR EACH ROW EXECUTE FUNCTION refuse_change();
        CREATE TRIGGER clock_entries_stay BEFORE UPDATE OR DELETE ON clock_entries FOR EACH ROW EXECUTE FUNCTION refuse_change();
        CREATE TRIGGER services_given_stay BEFORE UPDATE OR DELETE ON services_given FOR EACH ROW EXECUTE FUNCTION refuse_change();
        CREATE TRIGGER appraisal_points_stay BEFORE UPDATE OR DELETE ON appraisal_points FOR EACH ROW EXECUTE FUNCTION refuse_change();
        CREATE TRIGGER appraisal_periods_stay BEFORE UPDATE OR DELETE ON appraisal_periods FOR EACH ROW EXECUTE FUNCTION refuse_change();
        CREATE TRIGGER bulletins_stay BEFORE UPDATE OR DELETE ON bulletins FOR EACH ROW EXECUTE FUNCTION refuse_change();
        CREATE TRIGGER ratings_stay BEFORE UPDATE OR DELETE ON ratings FOR EACH ROW EXECUTE FUNCTION refuse_change();
        CREATE TRIGGER documents_stay BEFORE UPDATE OR DELETE ON documents FOR EACH ROW EXECUTE FUNCTION refuse_change();
        CREATE TRIGGER document_templates_stay BEFORE UPDATE OR DELETE ON document_templates FOR EACH ROW EXECUTE FUNCTION refuse_change();
        CREATE TRIGGER scan_contents_stay BEFORE UPDATE OR DELETE ON scan_contents FOR EACH ROW EXECUTE FUNCTION refuse_change();
        CREATE TRIGGER seal_uses_stay BEFORE UPDATE OR DELETE ON seal_uses FOR EACH ROW EXECUTE FUNCTION refuse_change();

        CREATE FUNCTION keep_published() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF OLD.was_published AND (TG_OP = 'DELETE' OR OLD.content::text <> NEW.content::text OR NOT NEW.was_published) THEN
                RAISE EXCEPTION 'version % of % has been published and stays as it is', OLD.version, OLD.definition_id USING ERRCODE = 'PA002';
            END IF;
            RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
        END $$;
        CREATE TRIGGER workflow_definitions_stay BEFORE UPDATE OR DELETE ON workflow_definitions FOR EACH ROW EXECUTE FUNCTION keep_published();

        CREATE FUNCTION keep_complaint() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'DELETE' OR (OLD.case_key, OLD.subject, OLD.words, OLD.lodged_at) IS DISTINCT FROM (NEW.case_key, NEW.subject, NEW.words, NEW.lodged_at) THEN
                RAISE EXCEPTION 'what was said in complaint % stays as it was said', OLD.number USING ERRCODE = 'PA002';
            END IF;
            RETURN NEW;
        END $$;
        CREATE FUNCTION keep_scan() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'DELETE' OR OLD.struck_by IS NOT NULL OR (OLD.case_key, OLD.number, OLD.paper, OLD.paper_version, OLD.name, OLD.sha256, OLD.filed_by, OLD.filed_at)
                IS DISTINCT FROM (NEW.case_key, NEW.number, NEW.paper, NEW.paper_version, NEW.name, NEW.sha256, NEW.filed_by, NEW.filed_at) THEN
                RAISE EXCEPTION 'scan % stays as it was filed', OLD.number USING ERRCODE = 'PA002';
            END IF;
            RETURN NEW;
        END $$;
        CREATE TRIGGER scans_stay BEFORE UPDATE OR DELETE ON scans FOR EACH ROW EXECUTE FUNCTION keep_scan();

        CREATE TRIGGER complaints_stay BEFORE UPDATE OR DELETE ON complaints FOR EACH ROW EXECUTE FUNCTION keep_complaint();
        """;

    public const string Down = """
        DROP TRIGGER complaints_stay ON complaints;
        DROP TRIGGER scans_stay ON scans;
        DROP TRIGGER scan_contents_stay ON scan_contents;
        DROP TRIGGER workflow_definitions_stay ON workflow_definitions;
        DROP TRIGGER bulletins_stay ON bulletins;
        DROP TRIGGER appraisal_periods_stay ON appraisal_periods;
        DROP TRIGGER appraisal_points_stay ON appraisal_points;
        DROP TRIGGER ratings_stay ON ratings;
        DROP TRIGGER services_given_stay ON services_given;
        DROP TRIGGER seal_uses_stay ON seal_uses;
        DROP TRIGGER document_templates_stay ON document_templates;
        DROP TRIGGER documents_stay ON documents;
        DROP TRIGGER clock_entries_stay ON clock_entries;
        DROP TRIGGER decisions_stay ON decisions;
        DROP TRIGGER house_events_stay ON house_events;
        DROP TRIGGER case_events_stay ON case_events;
        DROP FUNCTION keep_complaint();
        DROP FUNCTION keep_scan();
        DROP FUNCTION keep_published();
        DROP FUNCTION refuse_change();
        DROP FUNCTION expect_editions(text[], bigint[]);
        """;
}
