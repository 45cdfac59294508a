using System.Globalization;
using ErrorOr;
using ParallelApproval.Refusals;
using ParallelApproval.Web.Languages;

namespace ParallelApproval.Web.Problems;

/// <summary>
/// Refusals as the reader is told them: the sentence of the code, its places filled with the facts, both in his language.
/// </summary>
internal static class RefusalTexts
{
    public static string Sentence(Error error) =>
        RefusalCode.All.TryGetValue(error.Code, out var code)
            ? Refusal.Fill(code.Sentence(CultureInfo.CurrentUICulture), error.Metadata, Facts.Tell)
            : error.Description;

    /// <summary>The JSON path of the input at fault; empty when the refusal is not about an input.</summary>
    public static string Field(Error error) =>
        error.Metadata is { } facts && facts.TryGetValue(Refusal.FieldKey, out var field) ? field as string ?? "" : "";

    /// <summary>The kind of problem that an HTTP status stands for; empty for those that no refusal has.</summary>
    public static string Title(int status) => Words.Find(string.Create(CultureInfo.InvariantCulture, $"problem_{status}")) ?? "";
}
