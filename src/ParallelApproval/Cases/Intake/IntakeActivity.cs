using ParallelApproval.Database;
using ParallelApproval.Engine;
using ParallelApproval.Workflows;

namespace ParallelApproval.Cases;

/// <summary>一窗受理: the case has been received; the flow waits until the window accepts or declines it, or the applicant withdraws.</summary>
internal sealed class IntakeActivity : CaseActivity
{
    public const string TypeName = "ParallelApproval.OneWindowIntake";
    public const string Accepted = "Accepted";
    public const string Declined = "Declined";
    public const string Withdrawn = "Withdrawn";

    public override ActivityDescriptor Descriptor { get; } =
        new(
            TypeName,
            1,
            Toolbox,
            new("一窗受理", "One-window intake"),
            new(
                "窗口收件后在此等待：受理、不予受理或撤回。",
                "Waits after receipt until the window accepts or declines, or the applicant withdraws."
            )
        )
        {
            Kind = ActivityKind.Trigger,
            Ports =
            [
                new(Accepted, new("受理", "Accepted")),
                new(Declined, new("不予受理", "Declined")),
                new(Withdrawn, new("撤回", "Withdrawn")),
            ],
        };

    public override ActivityResult Begin(CaseFile file, ActivityRequest request) => ActivityResult.Waits;
}
