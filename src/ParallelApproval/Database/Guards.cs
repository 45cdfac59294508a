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

    /// <summary>
    /// The tables whose changes are noted for <see cref="TableSeals"/>, and what of their rows stands outside of the seal. From
    /// <c>SealedTrail</c> on.
    /// </summary>
    public static readonly IReadOnlyDictionary<string, string[]> SealedTables = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["absences"] = [],
        // When it opened last, by the minute.
        ["api_keys"] = ["last_used_at"],
        ["appraisal_periods"] = [],
        ["appraisal_points"] = [],
        ["appraisal_reopenings"] = [],
        ["authorisations"] = [],
        ["blocks"] = [],
        ["bulletins"] = [],
        ["calendar_entries"] = [],
        ["calendar_local_days"] = [],
        ["calendar_notices"] = [],
        ["calendar_years"] = [],
        ["complaints"] = ["next_at"],
        ["departments"] = [],
        ["disposal_holds"] = [],
        ["disposals"] = [],
        ["document_prints"] = [],
        ["document_templates"] = [],
        ["installation_versions"] = [],
        ["item_ends"] = [],
        ["listed_items"] = [],
        ["materials"] = [],
        // When it was handed to the gateway, and when its officer opened it: the message is what has legal effect.
        ["notices"] = ["sent_at", "read_at"],
        ["number_accounts"] = [],
        // Every sign-in stands in the trail of the house.
        ["officers"] = ["last_signed_in_at"],
        ["outside_identities"] = [],
        // How often and when it was used: every sign-in stands in the trail of the house.
        ["passkeys"] = ["sign_count", "last_used_at", "is_backed_up"],
        ["proposals"] = [],
        ["published_results"] = [],
        ["seals"] = [],
        // Which code was taken last: it changes with every sign-in, which stands in the trail of the house.
        ["second_factors"] = ["last_step"],
        ["service_item_versions"] = [],
        ["service_windows"] = [],
        ["services_given"] = [],
        ["webhooks"] = [],
        ["workflow_definitions"] = [],
        ["workflow_migrations"] = [],
    };

    /// <summary>
    /// Those that came after <c>SealedTrail</c>: a house that was sealed before gets their seals with the upgrade, while they are empty.
    /// </summary>
    public static readonly IReadOnlySet<string> SealedLater = new HashSet<string>(StringComparer.Ordinal)
    {
        "api_keys",
        "disposal_holds",
        "disposals",
        "number_accounts",
        "outside_identities",
        "passkeys",
        "proposals",
        "second_factors",
        "webhooks",
    };

    /// <summary>Tables whose rows are not sealed, and why they have no legal effect.</summary>
    public static readonly IReadOnlyDictionary<string, string> WithoutLegalEffect = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["booking_offers"] = "what can be booked; who comes without a booking is served too",
        ["bookings"] = "booked times, deleted after a while; no right hangs on one",
        ["bundle_keys"] = "with what bundles of models are signed; a bundle decides nothing",
        ["bundle_signers"] = "whose bundles may be read; what is adopted from one is sealed, and stands in the trail",
        ["calendar_recounts"] = "work that waits; what it does to a clock is an act",
        ["case_events"] = "each is linked to the one before it, and the head is sealed",
        ["case_files"] = "the head itself, sealed",
        ["case_number_blocks"] = "numbers set aside; one given twice is refused by the key of the cases",
        ["citizen_messages"] = "messages to people who have no case; deleted once the gateway has them",
        ["data_keys"] = "keys of encrypted values, wrapped; a value is decrypted with its own or not at all",
        ["data_protection_keys"] = "keys of sign-in",
        ["demo_clock"] = "demonstrations only",
        ["district_loads"] = "demonstrations only",
        ["document_numbers"] = "numbers given out; one given twice is refused by the key of the papers",
        ["document_numbers_of_bodies"] = "numbers given out; one given twice is refused by the key of the papers",
        ["event_retries"] = "what a listener is told again",
        ["gaps_told"] = "so that nobody is told twice; what he was told is a notice",
        ["headline_cases"] = "figures, computed from sealed rows",
        ["house_events"] = "each is linked to the one before it, and the head is sealed",
        ["house_trail"] = "the head itself, sealed",
        ["idempotency_keys"] = "answers given, kept for thirty days",
        ["imports"] = "sheets read in; what they changed is sealed",
        ["job_runs"] = "when a job ran",
        ["leases"] = "which node does what",
        ["listeners"] = "how far a listener has heard",
        ["office_addresses"] = "addresses of the last weeks, for suspicion alone",
        ["open_applications"] = "keeps a second application out while the first, sealed, is open",
        ["passkey_challenges"] = "what devices are asked to sign, for five minutes",
        ["phrases"] = "an officer's own wording, for him alone",
        ["precheck_files"] = "uploaded before anything is received; what is received of them is sealed as scans of the case",
        ["precheck_papers"] = "advice before anything is received; that it was given stands in the trail of the house",
        ["precheck_receipts"] = "keeps a second receipt out; the receipt itself is sealed with its case",
        ["prechecks"] = "drafts of citizens, deleted when they say so; the application begins with the receipt, which is sealed",
        ["quotas"] = "counts the places, which are sealed; a verification counts them anew",
        ["registers"] = "versions of what is in memory",
        ["webhook_deliveries"] = "what receivers have still to be told; what happened stands in the trails",
        ["workflow_calls"] = "what flows have still to send; what comes of it is a step in the journal",
        ["workflow_run_numbers"] = "numbers given out; one given twice is refused by the key of the files",
        ["workflow_schedules"] = "when a flow is started next; that it was started stands in its chain",
        ["retentions"] = "when a term ends, computed anew from the case and its item before anything is destroyed",
        ["saved_views"] = "an officer's own lists",
        ["sessions"] = "who is signed in; each sign-in stands in the trail of the house",
        ["sign_in_alarms"] = "what was unusual about a sign-in; that, and what came of it, stands in the trail of the house",
        ["sign_in_attempts"] = "how long who guesses waits",
        ["table_seals"] = "the seals themselves",
        ["trail_keys"] = "names of the keys; the keys know their own",
        ["trail_roots"] = "each is sealed, and linked to the one before it",
        ["uncollected"] = "whom to remind when; the reminder is a notice",
        ["unsealed_changes"] = "empty after every commit",
    };

    /// <summary>Notes the changes of sealed tables; from <c>SealedTrail</c> on, and frozen with it.</summary>
    public const string NoteChanges = """
        CREATE FUNCTION note_change() RETURNS trigger LANGUAGE plpgsql
            SET timezone = 'UTC' SET datestyle = 'ISO, YMD' SET bytea_output = 'hex' SET extra_float_digits = 1 AS $$
        DECLARE was text; becomes text; outside text[] := coalesce(TG_ARGV, '{}');
        BEGIN
            IF TG_OP <> 'INSERT' THEN was := jsonb_strip_nulls(to_jsonb(OLD) - outside)::text; END IF;
            IF TG_OP <> 'DELETE' THEN becomes := jsonb_strip_nulls(to_jsonb(NEW) - outside)::text; END IF;
            IF was IS DISTINCT FROM becomes THEN
                IF was IS NOT NULL THEN
                    INSERT INTO unsealed_changes (transaction, name, sign, content)
                        VALUES (pg_current_xact_id()::text::bigint, TG_TABLE_NAME, -1, was);
                END IF;
                IF becomes IS NOT NULL THEN
                    INSERT INTO unsealed_changes (transaction, name, sign, content)
                        VALUES (pg_current_xact_id()::text::bigint, TG_TABLE_NAME, 1, becomes);
                END IF;
            END IF;
            RETURN NULL;
        END $$;
        CREATE TRIGGER absences_noted AFTER INSERT OR UPDATE OR DELETE ON absences
            FOR EACH ROW EXECUTE FUNCTION note_change();
        CREATE TRIGGER appraisal_periods_noted AFTER INSERT OR UPDATE OR DELETE ON appraisal_periods
            FOR EACH ROW EXECUTE FUNCTION note_change();
        CREATE TRIGGER appraisal_points_noted AFTER INSERT OR UPDATE OR DELETE ON appraisal_points
            FOR EACH ROW EXECUTE FUNCTION note_change();
        CREATE TRIGGER appraisal_reopenings_noted AFTER INSERT OR UPDATE OR DELETE ON appraisal_reopenings
            FOR EACH ROW EXECUTE FUNCTION note_change();
        CREATE TRIGGER authorisations_noted AFTER INSERT OR UPDATE OR DELETE ON authorisations
            FOR EACH ROW EXECUTE FUNCTION note_change();
        CREATE TRIGGER blocks_noted AFTER INSERT OR UPDATE OR DELETE ON blocks
            FOR EACH ROW EXECUTE FUNCTION note_change();
        CREATE TRIGGER bulletins_noted AFTER INSERT OR UPDATE OR DELETE ON bulletins
            FOR EACH ROW EXECUTE FUNCTION note_change();
        CREATE TRIGGER calendar_entries_noted AFTER INSERT OR UPDATE OR DELETE ON calendar_entries
            FOR EACH ROW EXECUTE FUNCTION note_change();
        CREATE TRIGGER calendar_local_days_noted AFTER INSERT OR UPDATE OR DELETE ON calendar_local_days
            FOR EACH ROW EXECUTE FUNCTION note_change();
        CREATE TRIGGER calendar_notices_noted AFTER INSERT OR UPDATE OR DELETE ON calendar_notices
            FOR EACH ROW EXECUTE FUNCTION note_change();
        CREATE TRIGGER calendar_years_noted AFTER INSERT OR UPDATE OR DELETE ON calendar_years
            FOR EACH ROW EXECUTE FUNCTION note_change();
        CREATE TRIGGER complaints_noted AFTER INSERT OR UPDATE OR DELETE ON complaints
            FOR EACH ROW EXECUTE FUNCTION note_change('next_at');
        CREATE TRIGGER departments_noted AFTER INSERT OR UPDATE OR DELETE ON departments
            FOR EACH ROW EXECUTE FUNCTION note_change();
        CREATE TRIGGER document_prints_noted AFTER INSERT OR UPDATE OR DELETE ON document_prints
            FOR EACH ROW EXECUTE FUNCTION note_change();
        CREATE TRIGGER document_templates_noted AFTER INSERT OR UPDATE OR DELETE ON document_templates
            FOR EACH ROW EXECUTE FUNCTION note_change();
        CREATE TRIGGER installation_versions_noted AFTER INSERT OR UPDATE OR DELETE ON installation_versions
            FOR EACH ROW EXECUTE FUNCTION note_change();
        CREATE TRIGGER item_ends_noted AFTER INSERT OR UPDATE OR DELETE ON item_ends
            FOR EACH ROW EXECUTE FUNCTION note_change();
        CREATE TRIGGER listed_items_noted AFTER INSERT OR UPDATE OR DELETE ON listed_items
            FOR EACH ROW EXECUTE FUNCTION note_change();
        CREATE TRIGGER materials_noted AFTER INSERT OR UPDATE OR DELETE ON materials
            FOR EACH ROW EXECUTE FUNCTION note_change();
        CREATE TRIGGER notices_noted AFTER INSERT OR UPDATE OR DELETE ON notices
            FOR EACH ROW EXECUTE FUNCTION note_change('sent_at', 'read_at');
        CREATE TRIGGER officers_noted AFTER INSERT OR UPDATE OR DELETE ON officers
            FOR EACH ROW EXECUTE FUNCTION note_change('last_signed_in_at');
        CREATE TRIGGER published_results_noted AFTER INSERT OR UPDATE OR DELETE ON published_results
            FOR EACH ROW EXECUTE FUNCTION note_change();
        CREATE TRIGGER seals_noted AFTER INSERT OR UPDATE OR DELETE ON seals
            FOR EACH ROW EXECUTE FUNCTION note_change();
        CREATE TRIGGER service_item_versions_noted AFTER INSERT OR UPDATE OR DELETE ON service_item_versions
            FOR EACH ROW EXECUTE FUNCTION note_change();
        CREATE TRIGGER service_windows_noted AFTER INSERT OR UPDATE OR DELETE ON service_windows
            FOR EACH ROW EXECUTE FUNCTION note_change();
        CREATE TRIGGER services_given_noted AFTER INSERT OR UPDATE OR DELETE ON services_given
            FOR EACH ROW EXECUTE FUNCTION note_change();
        CREATE TRIGGER workflow_definitions_noted AFTER INSERT OR UPDATE OR DELETE ON workflow_definitions
            FOR EACH ROW EXECUTE FUNCTION note_change();
        CREATE TRIGGER workflow_migrations_noted AFTER INSERT OR UPDATE OR DELETE ON workflow_migrations
            FOR EACH ROW EXECUTE FUNCTION note_change();
        """;

    /// <summary>
    /// A paper stays as it is, but for the key that its facts are encrypted with; what they say is in the seal of its case. From
    /// <c>EncryptedColumns</c> on, and frozen with it.
    /// </summary>
    public const string KeepPapers = """
        CREATE FUNCTION keep_paper() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'DELETE' OR json_typeof(NEW.facts) <> 'string'
                OR (to_jsonb(OLD) - 'facts') IS DISTINCT FROM (to_jsonb(NEW) - 'facts') THEN
                RAISE EXCEPTION 'a row of % is never changed or removed', TG_TABLE_NAME USING ERRCODE = 'PA002';
            END IF;
            RETURN NEW;
        END $$;
        DROP TRIGGER documents_stay ON documents;
        CREATE TRIGGER documents_stay BEFORE UPDATE OR DELETE ON documents FOR EACH ROW EXECUTE FUNCTION keep_paper();
        """;

    public const string KeepPapersDown = """
        DROP TRIGGER documents_stay ON documents;
        CREATE TRIGGER documents_stay BEFORE UPDATE OR DELETE ON documents FOR EACH ROW EXECUTE FUNCTION refuse_change();
        DROP FUNCTION keep_paper();
        """;

    /// <summary>
    /// Notes the changes of proposals and second factors; a proposal that is closed stays so. From <c>Proposals</c> on, and frozen with it.
    /// </summary>
    public const string KeepProposals = """
        CREATE FUNCTION keep_proposal() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'DELETE' OR OLD.status <> 'Waiting'
                OR (OLD.id, OLD.verb, OLD.command, OLD.concerns, OLD.proposed_by, OLD.proposed_at)
                IS DISTINCT FROM (NEW.id, NEW.verb, NEW.command, NEW.concerns, NEW.proposed_by, NEW.proposed_at) THEN
                RAISE EXCEPTION 'proposal % stays as it is', OLD.id USING ERRCODE = 'PA002';
            END IF;
            RETURN NEW;
        END $$;
        CREATE TRIGGER proposals_stay BEFORE UPDATE OR DELETE ON proposals FOR EACH ROW EXECUTE FUNCTION keep_proposal();
        CREATE TRIGGER proposals_noted AFTER INSERT OR UPDATE OR DELETE ON proposals FOR EACH ROW EXECUTE FUNCTION note_change();
        CREATE TRIGGER second_factors_noted AFTER INSERT OR UPDATE OR DELETE ON second_factors
            FOR EACH ROW EXECUTE FUNCTION note_change('last_step');
        """;

    public const string KeepProposalsDown = """
        DROP TRIGGER second_factors_noted ON second_factors;
        DROP TRIGGER proposals_noted ON proposals;
        DROP TRIGGER proposals_stay ON proposals;
        DROP FUNCTION keep_proposal();
        """;

    /// <summary>Notes the changes of keys and webhooks; from <c>Clients</c> on, and frozen with it.</summary>
    public const string NoteClients = """
        CREATE TRIGGER api_keys_noted AFTER INSERT OR UPDATE OR DELETE ON api_keys
            FOR EACH ROW EXECUTE FUNCTION note_change('last_used_at');
        CREATE TRIGGER webhooks_noted AFTER INSERT OR UPDATE OR DELETE ON webhooks
            FOR EACH ROW EXECUTE FUNCTION note_change();
        """;

    /// <summary>Notes the changes of passkeys and of outside identities; from <c>WaysIn</c> on, and frozen with it.</summary>
    public const string NoteWaysIn = """
        CREATE TRIGGER passkeys_noted AFTER INSERT OR UPDATE OR DELETE ON passkeys
            FOR EACH ROW EXECUTE FUNCTION note_change('sign_count', 'last_used_at', 'is_backed_up');
        CREATE TRIGGER outside_identities_noted AFTER INSERT OR UPDATE OR DELETE ON outside_identities
            FOR EACH ROW EXECUTE FUNCTION note_change();
        """;

    public const string NoteWaysInDown = """
        DROP TRIGGER outside_identities_noted ON outside_identities;
        DROP TRIGGER passkeys_noted ON passkeys;
        """;

    public const string NoteClientsDown = """
        DROP TRIGGER webhooks_noted ON webhooks;
        DROP TRIGGER api_keys_noted ON api_keys;
        """;

    /// <summary>Notes the changes of the accounts of numbers; from <c>NumberAccounts</c> on, and frozen with it.</summary>
    public const string NoteNumbers = """
        CREATE TRIGGER number_accounts_noted AFTER INSERT OR UPDATE OR DELETE ON number_accounts
            FOR EACH ROW EXECUTE FUNCTION note_change();
        """;

    public const string NoteNumbersDown = "DROP TRIGGER number_accounts_noted ON number_accounts;";

    /// <summary>
    /// Notes new notices by the statement that enters them and not one by one: a round of the listener enters many, and a trigger for each
    /// row sets and takes back the manners of the session each time. From <c>FewerBytes</c> on, and frozen with it.
    /// </summary>
    public const string NoteManyAtOnce = """
        CREATE FUNCTION note_entered() RETURNS trigger LANGUAGE plpgsql
            SET timezone = 'UTC' SET datestyle = 'ISO, YMD' SET bytea_output = 'hex' SET extra_float_digits = 1 AS $$
        BEGIN
            INSERT INTO unsealed_changes (transaction, name, sign, content)
                SELECT pg_current_xact_id()::text::bigint, TG_TABLE_NAME, 1,
                    jsonb_strip_nulls(to_jsonb(entered) - coalesce(TG_ARGV, '{}'))::text
                FROM entered;
            RETURN NULL;
        END $$;
        DROP TRIGGER notices_noted ON notices;
        CREATE TRIGGER notices_noted AFTER UPDATE OR DELETE ON notices
            FOR EACH ROW EXECUTE FUNCTION note_change('sent_at', 'read_at');
        CREATE TRIGGER notices_entered AFTER INSERT ON notices REFERENCING NEW TABLE AS entered
            FOR EACH STATEMENT EXECUTE FUNCTION note_entered('sent_at', 'read_at');
        """;

    public const string NoteManyAtOnceDown = """
        DROP TRIGGER notices_entered ON notices;
        DROP TRIGGER notices_noted ON notices;
        CREATE TRIGGER notices_noted AFTER INSERT OR UPDATE OR DELETE ON notices
            FOR EACH ROW EXECUTE FUNCTION note_change('sent_at', 'read_at');
        DROP FUNCTION note_entered();
        """;

    public const string NoteChangesDown = """
        DROP TRIGGER absences_noted ON absences;
        DROP TRIGGER appraisal_periods_noted ON appraisal_periods;
        DROP TRIGGER appraisal_points_noted ON appraisal_points;
        DROP TRIGGER appraisal_reopenings_noted ON appraisal_reopenings;
        DROP TRIGGER authorisations_noted ON authorisations;
        DROP TRIGGER blocks_noted ON blocks;
        DROP TRIGGER bulletins_noted ON bulletins;
        DROP TRIGGER calendar_entries_noted ON calendar_entries;
        DROP TRIGGER calendar_local_days_noted ON calendar_local_days;
        DROP TRIGGER calendar_notices_noted ON calendar_notices;
        DROP TRIGGER calendar_years_noted ON calendar_years;
        DROP TRIGGER complaints_noted ON complaints;
        DROP TRIGGER departments_noted ON departments;
        DROP TRIGGER document_prints_noted ON document_prints;
        DROP TRIGGER document_templates_noted ON document_templates;
        DROP TRIGGER installation_versions_noted ON installation_versions;
        DROP TRIGGER item_ends_noted ON item_ends;
        DROP TRIGGER listed_items_noted ON listed_items;
        DROP TRIGGER materials_noted ON materials;
        DROP TRIGGER notices_noted ON notices;
        DROP TRIGGER officers_noted ON officers;
        DROP TRIGGER published_results_noted ON published_results;
        DROP TRIGGER seals_noted ON seals;
        DROP TRIGGER service_item_versions_noted ON service_item_versions;
        DROP TRIGGER service_windows_noted ON service_windows;
        DROP TRIGGER services_given_noted ON services_given;
        DROP TRIGGER workflow_definitions_noted ON workflow_definitions;
        DROP TRIGGER workflow_migrations_noted ON workflow_migrations;
        DROP FUNCTION note_change();
        """;
}
