using System.Globalization;
using Npgsql;
using ParallelApproval.Database;
using ParallelApproval.Identities;

namespace ParallelApproval.Scans;

/// <summary>
/// The scans of the case; no command of another room pays for them. Content goes in with its row, in one transaction, and is never read
/// here.
/// </summary>
internal sealed class ScanSection : ICaseSection
{
    private static readonly ColumnMap<Scan> Columns = new ColumnMap<Scan>("scans")
        .Key("number", scan => scan.Number)
        .Fixed("paper", scan => scan.Paper)
        .Fixed("paper_version", scan => scan.PaperVersion)
        .Fixed("name", scan => scan.Name)
        .Fixed("format", scan => scan.Format)
        .Fixed("size", scan => scan.Size)
        .Fixed("sha256", scan => scan.Sha256)
        .Fixed("filed_by", scan => scan.FiledBy)
        .Fixed("department", scan => scan.Department)
        .Fixed("filed_at", scan => scan.FiledAt)
        .Changing("struck_by", scan => scan.StruckBy)
        .Changing("strike_reason", scan => scan.StrikeReason);

    private static readonly ColumnMap<ScanContent> ContentColumns = new ColumnMap<ScanContent>("scan_contents")
        .Key("sha256", content => content.Sha256)
        .File("content", content => content.Bytes);

    private static readonly string InOrder = Columns.Select + " ORDER BY number";

    /// <summary>Where the bytes of a scan stand.</summary>
    internal static CipherPlace PlaceOf(CaseNumber number, string sha256) =>
        new("scan_contents", "content", number.Key.ToString(CultureInfo.InvariantCulture), sha256);

    private readonly TrackedRows<Scan> _scans = new(Columns);
    private readonly TrackedRows<ScanContent> _contents = new(ContentColumns);

    public Contents Contents => Contents.WithAnnexes;

    public IReadOnlyList<Scan> Scans => _scans;

    public string Query => InOrder;

    public void Put(Scan scan, byte[] content)
    {
        // The same content lies there once, whatever it was filed as.
        if (_scans.Find(known => known.Sha256 == scan.Sha256) is null)
            _contents.Add(new(scan.Sha256, content));
        _scans.Add(scan);
    }

    public void Strike(Scan struck) => _scans.Put(struck, scan => scan.Number == struck.Number);

    public void Read(CaseFile file, NpgsqlDataReader rows) => _scans.Read(file, rows);

    public void Write(CaseFile file, Statements statements)
    {
        _contents.Write(file, statements);
        _scans.Write(file, statements);
    }

    private sealed record ScanContent(string Sha256, byte[] Bytes);
}
