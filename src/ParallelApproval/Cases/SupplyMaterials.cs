using ErrorOr;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Workflows;

namespace ParallelApproval.Cases;

/// <summary>
/// 补正: the applicant hands in what was missing or wrong. Shared papers are handed in once for all branches. When the last one is in,
/// the window must accept; a branch that waited for the paper has the case on its desk again.
/// </summary>
public sealed record SupplyMaterials(CaseNumber Case, SuppliedMaterial[] Materials);

/// <summary>What has come in and what is still wanting.</summary>
public sealed record Supplied(string CaseNumber, CaseStatus Status, string[] Materials, string[] Missing);

/// <inheritdoc cref="SupplyMaterials"/>
public sealed class SupplyMaterialsHandler(CaseCabinet cabinet, NoticeLimit notice, IEnumerable<IAwaitMaterials> waiting)
{
    private readonly IAwaitMaterials[] _waiting = [.. waiting];

    public Task<ErrorOr<Supplied>> HandleAsync(SupplyMaterials command, Act act, CancellationToken cancellation) =>
        cabinet.WorkOnAsync(command.Case, act, file => Supply(file, command.Materials), cancellation, Contents.Everything);

    private ErrorOr<Supplied> Supply(CaseFile file, SuppliedMaterial[] papers)
    {
        var @case = file.Case;
        if (@case.Status.IsClosed() || @case.Status is CaseStatus.Delivered) return CaseRefusals.WrongStatus(@case, "open");
        for (var i = 0; i < papers.Length; i++)
            if (TakeIn(file, i, papers[i]) is { } refusal) return refusal;

        var wanting = file.Materials.Wanting().ToArray();
        file.Record(new MaterialsSupplied([.. papers.Select(paper => paper.Code)]));
        if (wanting.Length == 0) @case.PapersCompleteAt ??= file.Act.At;
        if (wanting.Length == 0 && notice.Begin(file) is { IsError: true } noCalendar) return noCalendar.Errors;
        foreach (var room in _waiting)
            if (room.MaterialsCameIn(file) is { IsError: true } stuck) return stuck.Errors;
        return new Supplied(file.Number.ToString(), @case.Status, [.. papers.Select(paper => paper.Code)], wanting);
    }

    private static Error? TakeIn(CaseFile file, int index, SuppliedMaterial paper)
    {
        if (file.Materials.FirstOrDefault(material => material.Code == paper.Code) is not { State: not MaterialState.PassedInside } material)
            return CaseRefusals.MaterialNotOnList(index, paper.Code);
        file.Change(material, changed =>
        {
            changed.State = MaterialState.Supplied;
            changed.Form = paper.Form;
            changed.Copies = paper.Copies;
            changed.Version++;
            changed.Fault = null;
        });
        return null;
    }
}

/// <summary>A room on a higher floor that waits for papers to come in.</summary>
public interface IAwaitMaterials
{
    /// <summary>Called within the command that took the papers in.</summary>
    ErrorOr<Success> MaterialsCameIn(CaseFile file);
}
