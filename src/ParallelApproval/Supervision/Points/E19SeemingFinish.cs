using ParallelApproval.Cases;
using ParallelApproval.Catalogue;
using ParallelApproval.Certificates;
using ParallelApproval.Events;

namespace ParallelApproval.Supervision;

/// <summary>
/// E19 不办结·假办结: finished without a document for what was granted, or so soon after acceptance that nobody can have looked at it.
/// </summary>
internal sealed class E19SeemingFinish : MonitorPoint
{
    private const string Seconds = nameof(Seconds);

    public override PointRule Rule { get; } =
        new("E19", new("办结·虚假", "Finish: only in seeming"), "成都市政务服务监察", CardColour.Yellow, Answerer.Lead)
        {
            Thresholds =
            [
                new(Seconds, 60, 1, 86_400, new("承诺件受理后几秒内办结", "Seconds from acceptance of an item that needs review")),
            ],
            Reasons = new Dictionary<string, Wording>
            {
                ["no_document"] = new("分支 {branches} 已同意而无证照", "Granted, but without a document: branch {branches}"),
                ["at_once"] = new("受理后 {seconds} 秒即办结", "Finished {seconds} seconds after acceptance"),
            },
        };

    public override IReadOnlyCollection<Type> Kinds => [typeof(CaseFinished)];

    public override IEnumerable<Finding> Judge(Heard heard, CaseFacts facts, PointSettings settings)
    {
        if (heard.As<CaseFinished>() is not { Result: CaseStatus.Finished or CaseStatus.PartlyFinished })
            yield break;
        var bare = facts
            .File.Branches.Where(branch => branch is { Kind: BranchKind.Certificate, Status: BranchStatus.Approved })
            .Select(branch => branch.Number)
            .Except(facts.File.Certificates.Select(certificate => certificate.Branch))
            .ToList();
        if (bare.Count > 0)
            yield return Found(heard, facts, settings, 0, "no_document", null, ("branches", string.Join('、', bare)));
        var seconds = facts.Trail.FirstOrDefault(line => line.Event.Kind == nameof(CaseAccepted)) is { } accepted
            ? (heard.Event.At - accepted.Event.At).TotalSeconds
            : double.MaxValue;
        if (facts.Item.Kind is ItemKind.Promised && seconds < settings[Seconds])
            yield return Found(heard, facts, settings, 0, "at_once", $"event-{heard.Event.Sequence}-soon", ("seconds", (int)seconds));
    }
}
