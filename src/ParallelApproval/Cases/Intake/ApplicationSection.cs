using System.Text.Json;
using System.Text.Json.Nodes;
using Npgsql;
using ParallelApproval.Database;
using ParallelApproval.Identities;

namespace ParallelApproval.Cases;

/// <summary>The application (申请书) as it was handed in: applicant and form. It changes only when the applicant corrects it at the
/// window, so it has a row of its own.</summary>
internal sealed class ApplicationSection : ICaseSection
{
    private static readonly ColumnMap<HandedIn> Columns = new ColumnMap<HandedIn>("case_applications")
        .Fixed("kind", application => application.Applicant.Kind, onlyWritten: true)
        .Fixed("applicant", application => application.Applicant, ColumnTypes.EncryptedJson<Applicant>())
        .Marks("marks", "applicant", application => application.Applicant, ApplicantMarks.Of)
        .Changing("form", application => application.Form, ColumnTypes.Json<JsonObject>());

    private readonly TrackedRows<HandedIn> _application = new(Columns);

    public Contents Contents => Contents.Papers;

    public Applicant? Applicant => _application.Count > 0 ? _application[0].Applicant : null;

    public JsonObject Form => _application.Count > 0 ? _application[0].Form : [];

    public string Query => Columns.Select;

    /// <summary>The applicant of a case as the column holds him, for whoever reads it without the file.</summary>
    public static Applicant Decrypt(CaseNumber number, string stored, Vault vault) =>
        JsonSerializer.Deserialize<Applicant>(Columns.Decrypt("applicant", number, stored, vault), HouseJson.Options)!;

    public void Put(Applicant applicant, JsonObject form) => _application.Add(new(applicant, form));

    /// <summary>Puts new values into the form.</summary>
    public void Correct(JsonObject fields)
    {
        var form = (JsonObject)Form.DeepClone();
        foreach (var (field, value) in fields)
            form[field] = value?.DeepClone();
        _application.Replace(0, _application[0] with { Form = form });
    }

    /// <summary>What the column holds once nothing is left of the applicant but what kind he was.</summary>
    public string Erased(CaseNumber number, Vault vault) =>
        Columns.Encrypt(
            "applicant",
            number,
            JsonSerializer.Serialize(new Applicant(Applicant?.Kind ?? default, DisposedCases.Erased, ""), HouseJson.Options),
            vault
        );

    public void Read(CaseFile file, NpgsqlDataReader rows) => _application.Read(file, rows);

    public void Write(CaseFile file, Statements statements) => _application.Write(file, statements);

    private sealed record HandedIn(Applicant Applicant, JsonObject Form);
}
