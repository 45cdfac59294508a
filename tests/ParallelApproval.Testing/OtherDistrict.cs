using Npgsql;

namespace ParallelApproval.Testing;

/// <summary>
/// The bodies, officers and items of the sample, as if they were those of 广安区 (511602), where nobody has said yet whom the house serves.
/// </summary>
public static class OtherDistrict
{
    public const string Region = "511602";

    /// <summary>Every text of every table, for each that names the sample's district.</summary>
    private const string Rename = """
        DO $do$
        DECLARE of record;
        BEGIN
            FOR of IN
                SELECT format('%I.%I', c.table_schema, c.table_name) AS name, quote_ident(c.column_name) AS field,
                    CASE WHEN c.data_type = 'ARRAY' THEN 'text[]'
                        WHEN c.data_type IN ('json', 'jsonb') THEN c.data_type ELSE 'text' END AS kind
                FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
                WHERE t.table_type = 'BASE TABLE' AND c.table_schema NOT IN ('pg_catalog', 'information_schema')
                    AND (c.data_type IN ('text', 'character varying', 'json', 'jsonb')
                        OR (c.data_type = 'ARRAY' AND c.udt_name IN ('_text', '_varchar')))
            LOOP
                EXECUTE format(
                    'UPDATE %s SET %s = replace(replace(%s::text, ''610104'', ''511602''), ''莲湖'', ''广安'')::%s'
                        ' WHERE %s::text ~ ''610104|莲湖''',
                    of.name, of.field, of.field, of.kind, of.field);
            END LOOP;
        END $do$;
        DELETE FROM installation_versions;
        """;

    public static Template Template { get; } = new("template_other_district", async (source, cancellation) =>
        {
            await Testing.Template.District.FillAsync(source, cancellation);
            await using var rename = source.CreateCommand(Rename);
            await rename.ExecuteNonQueryAsync(cancellation);
        });
}
