using Npgsql;

namespace ParallelApproval.Testing;

/// <summary>
/// Makes a database good for more than one test: it remembers what it was filled with, and puts that back. Putting back costs a
/// twentieth of a copy, and the next test finds the connections open and the statements prepared.
/// </summary>
/// <remarks>
/// A row that was entered or changed since carries a younger transaction; a row that was removed is missing from the count. Only the
/// tables that show either are filled anew. What cannot be put back (a changed table, trigger or function; somebody still at work)
/// makes it unfit, and it is thrown away.
/// </remarks>
internal static class KeptDatabase
{
    // The function runs as the cluster's superuser, for only he may pass by the triggers that keep the trail from being changed.
    private const string Remember = """
        CREATE SCHEMA as_filled;
        CREATE TABLE as_filled.tables (name text PRIMARY KEY, columns text NOT NULL, rows bigint NOT NULL);
        CREATE TABLE as_filled.sequences (name text PRIMARY KEY, last bigint NOT NULL, is_called boolean NOT NULL);
        CREATE TABLE as_filled.catalogue (name text PRIMARY KEY, rows bigint);
        CREATE TABLE as_filled.since (transaction bigint NOT NULL);

        DO $do$
        DECLARE of record; was bigint;
        BEGIN
            FOR of IN
                SELECT c.oid, format('%I.%I', n.nspname, c.relname) AS name, format('as_filled.%I', n.nspname || '.' || c.relname) AS copy,
                    (SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) FROM pg_attribute a
                        WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '') AS columns
                FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE c.relkind = 'r' AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'as_filled')
            LOOP
                EXECUTE format('SELECT count(*) FROM %s', of.name) INTO was;
                INSERT INTO as_filled.tables VALUES (of.name, of.columns, was);
                IF was > 0 THEN
                    EXECUTE format('CREATE TABLE %s AS SELECT %s FROM %s', of.copy, of.columns, of.name);
                END IF;
            END LOOP;
            FOR of IN SELECT format('%I.%I', schemaname, sequencename) AS name FROM pg_sequences LOOP
                EXECUTE format('INSERT INTO as_filled.sequences SELECT %L, last_value, is_called FROM %s', of.name, of.name);
            END LOOP;
        END $do$;

        CREATE FUNCTION as_filled.unfit() RETURNS text LANGUAGE plpgsql SECURITY DEFINER AS $fn$
        DECLARE of record; now_there bigint; younger bigint; since_then bigint := (SELECT transaction FROM as_filled.since);
        BEGIN
            PERFORM 1 FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle';
            IF FOUND THEN RETURN 'somebody is still at work'; END IF;
            PERFORM 1 FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database());
            IF FOUND THEN RETURN 'somebody still holds a lock'; END IF;
            FOR of IN SELECT * FROM as_filled.catalogue LOOP
                EXECUTE format('SELECT count(*), count(*) FILTER (WHERE xmin::text::bigint > %s) FROM %s', since_then, of.name)
                    INTO now_there, younger;
                IF younger > 0 OR now_there <> of.rows THEN RETURN of.name || ' was changed'; END IF;
            END LOOP;
            RETURN NULL;
        END $fn$;

        CREATE FUNCTION as_filled.put_back() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET session_replication_role = replica AS $fn$
        DECLARE of record; now_there bigint; younger bigint; since_then bigint := (SELECT transaction FROM as_filled.since);
        BEGIN
            FOR of IN SELECT *, format('as_filled.%I', replace(name, '"', '')) AS copy FROM as_filled.tables LOOP
                EXECUTE format('SELECT count(*), count(*) FILTER (WHERE xmin::text::bigint > %s) FROM %s', since_then, of.name)
                    INTO now_there, younger;
                CONTINUE WHEN younger = 0 AND now_there = of.rows;
                EXECUTE 'DELETE FROM ' || of.name;
                IF of.rows > 0 THEN
                    EXECUTE format('INSERT INTO %s (%s) OVERRIDING SYSTEM VALUE SELECT %s FROM %s', of.name, of.columns, of.columns, of.copy);
                END IF;
            END LOOP;
            FOR of IN SELECT * FROM as_filled.sequences LOOP
                PERFORM setval(of.name::regclass, of.last, of.is_called);
            END LOOP;
        END $fn$;
        GRANT USAGE ON SCHEMA as_filled TO PUBLIC;
        """;

    // Of the catalogue, what a statement such as ALTER TABLE … DISABLE TRIGGER leaves traces in.
    private const string RememberCatalogue = """
        INSERT INTO as_filled.since SELECT pg_current_xact_id()::text::bigint;
        DO $do$
        DECLARE of text;
        BEGIN
            FOREACH of IN ARRAY ARRAY['pg_class', 'pg_attribute', 'pg_trigger', 'pg_proc', 'pg_constraint', 'pg_index', 'pg_type'] LOOP
                EXECUTE format('INSERT INTO as_filled.catalogue SELECT %L, count(*) FROM %s', of, of);
            END LOOP;
        END $do$;
        """;

    /// <param name="administrator">To the database, as the superuser of the cluster.</param>
    public static async Task RememberAsync(NpgsqlConnection administrator, CancellationToken cancellation)
    {
        foreach (var part in (string[])[Remember, RememberCatalogue])
        {
            await using var remember = new NpgsqlCommand(part, administrator);
            await remember.ExecuteNonQueryAsync(cancellation);
        }
    }

    /// <summary>Puts back what the database was filled with.</summary>
    /// <returns>False when that is not possible; then nobody should use it again.</returns>
    public static async Task<bool> TryPutBackAsync(TestDatabase database, CancellationToken cancellation)
    {
        try
        {
            if (await database.AskAsync<object>("SELECT as_filled.unfit()", cancellation) is not DBNull)
                return false;
            await using var putBack = database.Source.CreateCommand("SELECT as_filled.put_back()");
            await putBack.ExecuteNonQueryAsync(cancellation);
            return true;
        }
        catch (NpgsqlException)
        {
            // A test that took its server away.
            return false;
        }
    }
}
