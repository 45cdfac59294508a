using System.Text.Json;
using Npgsql;
using ParallelApproval.Database;

namespace ParallelApproval.Cases;

/// <summary>The interested parties of the case; read by every command, since a decision waits for them.</summary>
internal sealed class PartySection : ICaseSection
{
    private static readonly ColumnMap<InterestedParty> Columns = new ColumnMap<InterestedParty>("interested_parties")
        .Key("number", party => party.Number)
        .Changing("document", party => party, ColumnTypes.EncryptedJson<InterestedParty>())
        .ReadWithVault((number, rows, at, vault) => Read(Columns!.Decrypt("document", number, rows, at + 1, vault)));

    private static readonly string InOrder = Columns.Select + " ORDER BY number";

    private static InterestedParty Read(string document) => JsonSerializer.Deserialize<InterestedParty>(document, HouseJson.Options)!;

    private readonly TrackedRows<InterestedParty> _parties = new(Columns);

    public IReadOnlyList<InterestedParty> Parties => _parties;

    public string Query => InOrder;

    /// <summary>A party that is new, or as it has become.</summary>
    public InterestedParty Put(InterestedParty party)
    {
        _parties.Put(party, known => known.Number == party.Number);
        return party;
    }

    public void Read(CaseFile file, NpgsqlDataReader rows) => _parties.Read(file, rows);

    public void Write(CaseFile file, Statements statements) => _parties.Write(file, statements);
}
