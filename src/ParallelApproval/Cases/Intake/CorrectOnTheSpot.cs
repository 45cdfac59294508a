using System.Text.Json.Nodes;
using ErrorOr;
using FluentValidation;
using ParallelApproval.Catalogue;
using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;

namespace ParallelApproval.Cases;

/// <summary>
/// 当场更正: a small error is put right by the applicant at the window, at once (行政许可法 art. 32(3)). It is no correction notice and uses none
/// up. Papers that are missing altogether cannot be put right so, nor a field that decides which branches the case has.
/// </summary>
/// <param name="Corrections">Paper by paper, what was wrong and how it reads now.</param>
/// <param name="Form">Fields of the form with their new values; null for none.</param>
[Authority("Small errors, put right by the applicant at the window", Role.Clerk)]
public sealed record CorrectOnTheSpot(CaseNumber Case, MaterialFault[] Corrections, JsonObject? Form = null);

/// <summary>What is still wanting after it.</summary>
public sealed record OnTheSpot(string CaseNumber, CaseStatus Status, string[] Missing);

internal sealed class CorrectOnTheSpotValidator : AbstractValidator<CorrectOnTheSpot>
{
    public CorrectOnTheSpotValidator()
    {
        RuleFor(command => command.Corrections).HasAtMost(TextLengths.List);
        RuleForEach(command => command.Corrections).SetValidator(new MaterialFaultValidator());
        RuleFor(command => command.Form).RefusesAll(FormRules.Sizes);
    }
}

/// <inheritdoc cref="CorrectOnTheSpot"/>
public sealed class CorrectOnTheSpotHandler(CaseActs acts, CatalogueRegister catalogue, ClockRules clocks, NoticeLimit notice)
    : Handler<CorrectOnTheSpot, OnTheSpot>
{
    protected override Task<ErrorOr<OnTheSpot>> CarryOutAsync(CorrectOnTheSpot command, Act act, CancellationToken cancellation) =>
        acts.DoAsync(CaseVerb.CorrectOnTheSpot, command.Case, act, file => Correct(file, command), cancellation, Contents.Everything);

    private ErrorOr<OnTheSpot> Correct(CaseFile file, CorrectOnTheSpot command)
    {
        var (@case, fields) = (file.Case, command.Form?.Select(field => field.Key).ToArray() ?? []);
        if (command.Corrections.Length + fields.Length == 0)
            return CaseRefusals.NothingToCorrect(@case);
        var item = catalogue.ItemOf(file);
        if (
            fields.FirstOrDefault(field =>
                field == item.ObjectField || field == item.ExpiryField || item.Branches.Any(branch => branch.ChosenBy == field)
            ) is
            { } deciding
        )
            return CaseRefusals.FieldDecides(deciding);
        if (FormRules.CheckGiven(item, command.Form) is { Count: > 0 } faults)
            return faults;
        for (var i = 0; i < command.Corrections.Length; i++)
            if (PutRight(file, i, command.Corrections[i]) is { } refusal)
                return refusal;

        if (command.Form is { } form)
            file.Section<ApplicationSection>().Correct(form);
        file.Record(new CorrectedOnTheSpot(command.Corrections, fields));
        var wanting = file.Materials.Wanting().ToArray();
        if (wanting.Length == 0 && @case.PapersCompleteAt is null)
        {
            @case.PapersCompleteAt = file.Act.At;
            clocks.End(file, Clock.OfCase, ClockKind.Supplement);
            if (notice.Begin(file) is { IsError: true } noCalendar)
                return noCalendar.Errors;
        }

        return new OnTheSpot(file.Number.ToString(), @case.Status, wanting);
    }

    private static Error? PutRight(CaseFile file, int index, MaterialFault correction)
    {
        if (
            file.Materials.FirstOrDefault(paper => paper.Code == correction.MaterialCode)
            is not { State: MaterialState.Supplied or MaterialState.Faulty } material
        )
            return CaseRefusals.NotThereToCorrect(index, correction.MaterialCode);
        file.Change(material, corrected =>
            (corrected.State, corrected.Fault, corrected.Version) = (MaterialState.Supplied, null, corrected.Version + 1)
        );
        return null;
    }
}
