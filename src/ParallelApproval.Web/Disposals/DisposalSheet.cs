using System.Globalization;
using ParallelApproval.Catalogue;
using ParallelApproval.Disposals;
using ParallelApproval.Identities;
using ParallelApproval.Organisation;
using ParallelApproval.Web.Catalogue;
using ParallelApproval.Web.Languages;
using ParallelApproval.Web.Reports;

namespace ParallelApproval.Web.Disposals;

/// <summary>
/// The register of disposals as it goes onto a sheet (销毁清册): who proposed, who approved, when it was destroyed, room to sign.
/// </summary>
internal sealed class DisposalSheet(CatalogueRegister catalogue, OfficerRegister officers)
{
    /// <summary>The most lines of one sheet.</summary>
    public const int MostRows = 20_000;

    /// <summary>Years that may be asked for.</summary>
    public const int FirstYear = 1949,
        LastYear = 9998;

    private static readonly string[] Heads =
    [
        "disposal_list",
        "case_number",
        "item",
        "disposal_ended_on",
        "disposal_due_on",
        "disposal_opinion",
        "disposal_proposed_by",
        "disposal_approved_by",
        "disposal_approved_on",
        "disposal_state",
    ];

    /// <param name="list">One list; null for all.</param>
    public Report Of(string? list, IReadOnlyList<Disposal> lines) =>
        new(
            Words.Word("disposal_register") + (list is null ? "" : " " + list),
            "disposals",
            [Words.Word("disposal_register_note")],
            [.. Heads.Select(Words.Word)],
            [.. lines.Select(Cells)]
        );

    /// <summary>What became of a line.</summary>
    public static string StateOf(Disposal line) =>
        line.DisposedAt is { } at ? Words.Word("disposal_done", at.InShanghai().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture))
        : line.DroppedFor is { } why ? Words.Word("disposal_dropped", Words.Find("HoldGround_" + why) ?? why)
        : Words.Word("disposal_waits");

    private object?[] Cells(Disposal line) =>
        [
            line.List,
            new CaseNumber(line.CaseKey).ToString(),
            catalogue.NameOf(line.ItemCode),
            line.EndedOn,
            line.DueOn,
            line.Opinion,
            Called.Actor(officers, line.ProposedBy, line.ProposedBy),
            Called.Actor(officers, line.ApprovedBy, line.ApprovedBy),
            line.ApprovedAt.OfficialDate(),
            StateOf(line),
        ];
}
