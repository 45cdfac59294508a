using Npgsql;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Installations;
using ParallelApproval.Organisation;

namespace ParallelApproval.Certificates;

/// <summary>
/// Gives out document numbers (文号): one row of numbers for each word (机关代字), kind and year. A number that was drawn and not used is a
/// gap, which the row may have; none is given out twice, on however many nodes. As numbers of official papers they carry no zeros before
/// (GB/T 9704).
/// </summary>
internal sealed class DocumentNumbers(NpgsqlDataSource source, InstallationRegister installation, OfficerRegister officers)
{
    /// <summary>Every number that a paper bears, by word, kind and year.</summary>
    internal static readonly NumberSeries Series = new(
        "documents",
        """
        SELECT regexp_replace(number, '[0-9]+号$', '') AS period, substring(number FROM '([0-9]+)号$')::bigint AS number, made_at AS at
        FROM documents WHERE number ~ '〕[0-9]{1,9}号$'
        """
    );

    private const string DrawOfHouse = """
        INSERT INTO document_numbers AS n (kind, year, taken) SELECT kind, year, count FROM unnest($1, $2, $3) AS drawn (kind, year, count)
        ON CONFLICT (kind, year) DO UPDATE SET taken = n.taken + excluded.taken RETURNING NULL::text, kind, year, taken
        """;

    private const string DrawOfBody = """
        INSERT INTO document_numbers_of_bodies AS n (kind, year, mark, taken)
        SELECT kind, year, mark, count FROM unnest($1, $2, $3, $4) AS drawn (kind, year, count, mark)
        ON CONFLICT (mark, kind, year) DO UPDATE SET taken = n.taken + excluded.taken RETURNING mark, kind, year, taken
        """;

    /// <summary>The next numbers for so many papers, in their order; drawn in one round trip and one commit.</summary>
    public async Task<IReadOnlyList<string>> NextAsync(IReadOnlyList<Wanted> wanted, CancellationToken cancellation)
    {
        var ofHouse = installation.SetUp().Value.DocumentPrefix;
        var rows = wanted
            .Select((paper, place) => (Row: new NumberRow(MarkOf(paper.Issuer, ofHouse), paper.Kind, paper.Year), Place: place))
            .GroupBy(paper => paper.Row, paper => paper.Place)
            // Whoever draws several takes the rows in the same order as everybody else, so that no two wait for each other.
            .OrderBy(row => row.Key.Mark, StringComparer.Ordinal)
            .ThenBy(row => row.Key.Kind.ToString(), StringComparer.Ordinal)
            .ThenBy(row => row.Key.Year)
            .ToDictionary(row => row.Key, row => row.ToArray());
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var batch = new NpgsqlBatch(connection);
        var statements = new Statements(batch);
        Add(statements, DrawOfHouse, [.. rows.Where(row => row.Key.Mark is null)]);
        Add(statements, DrawOfBody, [.. rows.Where(row => row.Key.Mark is not null)]);
        var numbers = new string[wanted.Count];
        await using var drawn = await batch.ExecuteReaderAsync(cancellation);
        do while (await drawn.ReadAsync(cancellation))
        {
            var row = new NumberRow(drawn.GetTextOrNull(0), drawn.GetEnum<DocumentKind>(1), drawn.GetInt32(2));
            var places = rows[row];
            var first = drawn.GetInt32(3) - places.Length + 1;
            for (var i = 0; i < places.Length; i++)
                numbers[places[i]] = FormattableString.Invariant($"{row.Mark ?? ofHouse}{row.Kind.Mark()}〔{row.Year}〕{first + i}号");
        }
        while (await drawn.NextResultAsync(cancellation));

        return numbers;
    }

    private static void Add(Statements statements, string draw, KeyValuePair<NumberRow, int[]>[] rows)
    {
        if (rows.Length == 0)
            return;
        List<NpgsqlParameter> values =
        [
            Statements.Value(Array.ConvertAll(rows, row => row.Key.Kind.ToString())),
            Statements.Value(Array.ConvertAll(rows, row => row.Key.Year)),
            Statements.Value(Array.ConvertAll(rows, row => row.Value.Length)),
        ];
        if (rows[0].Key.Mark is not null)
            values.Add(Statements.Value(Array.ConvertAll(rows, row => row.Key.Mark!)));
        statements.Add(draw, [.. values]);
    }

    // Under the word of the house all count in one row, whoever has written it down.
    private string? MarkOf(string issuer, string ofHouse) =>
        officers.Department(issuer)?.DocumentMark is { } own && own != ofHouse ? own : null;

    /// <param name="Issuer">Code of the body whose paper it is: its own word stands in the number, where it has one.</param>
    /// <param name="Year">Of the date of the paper.</param>
    public readonly record struct Wanted(DocumentKind Kind, string Issuer, int Year);

    private readonly record struct NumberRow(string? Mark, DocumentKind Kind, int Year);
}
