using ErrorOr;
using FluentValidation;
using ParallelApproval.Catalogue;
using ParallelApproval.Inputs;

namespace ParallelApproval.Prechecks;

/// <summary>What a clerk says of one paper.</summary>
/// <param name="Reason">Why it is faulty; told to the citizen as it is written.</param>
public sealed record PaperFinding(string Paper, PaperVerdict Verdict, string? Reason = null);

internal sealed class PaperFindingValidator : AbstractValidator<PaperFinding>
{
    public PaperFindingValidator()
    {
        RuleFor(finding => finding.Paper).IsCode();
        RuleFor(finding => finding.Verdict).IsInEnum();
        RuleFor(finding => finding.Reason).IsOpinion();
    }
}

/// <summary>Writing the findings down.</summary>
internal static class PaperFindings
{
    /// <summary>
    /// Every finding takes the place of the one before. Refuses a paper that the item does not ask for, and a faulty one without a reason.
    /// </summary>
    public static Error? Put(Precheck precheck, ServiceItem item, IReadOnlyList<PaperFinding> findings)
    {
        foreach (var (at, finding) in findings.Index())
        {
            if (item.Materials.All(paper => paper.Code != finding.Paper || !paper.IsAsked))
                return PrecheckRefusals.UnknownPaper(finding.Paper);
            if (finding.Verdict is PaperVerdict.Faulty && string.IsNullOrWhiteSpace(finding.Reason))
                return PrecheckRefusals.ReasonMissing(at);
        }

        precheck.Papers.RemoveAll(paper => findings.All(finding => finding.Paper != paper.Paper));
        foreach (var finding in findings)
        {
            var reason = string.IsNullOrWhiteSpace(finding.Reason) ? null : finding.Reason.Trim();
            if (precheck.Papers.Find(paper => paper.Paper == finding.Paper) is { } known)
                (known.Verdict, known.Reason) = (finding.Verdict, reason);
            else
                precheck.Papers.Add(
                    new PrecheckPaper
                    {
                        Paper = finding.Paper,
                        Verdict = finding.Verdict,
                        Reason = reason,
                    }
                );
        }

        return null;
    }
}
