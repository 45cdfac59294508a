using System.Text.Json;
using System.Text.Json.Nodes;
using Npgsql;
using ParallelApproval.Database;

namespace ParallelApproval.Cases;

/// <summary>The application (申请书) as it was handed in: applicant and form. It changes only when the applicant corrects it at the
/// window, so it has a row of its own.</summary>
internal sealed class ApplicationSection : ICaseSection
{
    private bool _isNew;
    private bool _isCorrected;

    public Contents Contents => Contents.Everything;

    public Applicant? Applicant { get; private set; }

    public JsonObject Form { get; private set; } = [];

    public string Query => "SELECT applicant, form FROM case_applications WHERE case_key = $1";

    public void Put(Applicant applicant, JsonObject form)
    {
        (Applicant, Form) = (applicant, form);
        _isNew = true;
    }

    /// <summary>Puts new values into the form.</summary>
    public void Correct(JsonObject fields)
    {
        foreach (var (field, value) in fields) Form[field] = value?.DeepClone();
        _isCorrected = true;
    }

    public void Read(CaseFile file, NpgsqlDataReader rows)
    {
        if (!rows.Read()) return;
        Applicant = JsonSerializer.Deserialize<Applicant>(rows.GetString(0), HouseJson.Options);
        Form = JsonNode.Parse(rows.GetString(1)) as JsonObject ?? [];
    }

    public void Write(CaseFile file, Statements statements)
    {
        if (_isCorrected && !_isNew)
            statements.Add("UPDATE case_applications SET form = $2 WHERE case_key = $1", Statements.Value(file.Number.Key), Statements.Json(Form.ToJsonString(HouseJson.Options)));
        if (!_isNew) return;
        statements.Add("INSERT INTO case_applications (case_key, id_number, applicant, form) VALUES ($1, $2, $3, $4)",
            Statements.Value(file.Number.Key), Statements.Text(Applicant!.IdNumber),
            Statements.Json(JsonSerializer.Serialize(Applicant, HouseJson.Options)), Statements.Json(Form.ToJsonString(HouseJson.Options)));
        _isNew = false;
    }
}
