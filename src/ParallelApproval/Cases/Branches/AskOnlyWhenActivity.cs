using ParallelApproval.Catalogue;
using ParallelApproval.Database;
using ParallelApproval.Engine;
using ParallelApproval.Workflows;

namespace ParallelApproval.Cases;

/// <summary>
/// 按条件征询: a department is asked only when a condition holds, wherever the flow asks it later on; else the branch does not concern the case
/// (不涉及). It stands before the step that asks, for one that asks all departments at once too.
/// </summary>
internal sealed class AskOnlyWhenActivity(
    CatalogueRegister catalogue,
    Organisation.OfficerRegister officers,
    BranchLifecycle lifecycle,
    CaseConclusion conclusion
) : CaseActivity
{
    public const string TypeName = "ParallelApproval.AskOnlyWhen";

    /// <summary>Name of the input in requests.</summary>
    public const string Input = "askedWhen";

    /// <summary>The input that this step and an approval share.</summary>
    internal static readonly InputDescriptor Asked = new(
        "AskedWhen",
        "Boolean",
        new("征询条件", "Asked when"),
        new(
            "条件成立才征询该部门，例如 form.areaSquareMetres > 300；留空则总是征询。",
            "The department is asked only when this holds, such as form.areaSquareMetres > 300; empty: always."
        )
    )
    {
        DefaultSyntax = "Condition",
    };

    public override ActivityDescriptor Descriptor { get; } =
        new(
            TypeName,
            1,
            Toolbox,
            new("按条件征询", "Ask only when"),
            new(
                "条件不成立时，该分支不涉及本件，以后各步不再征询；放在受理之后、征询之前。",
                "When the condition does not hold, the branch does not concern the case and no later step asks it; stands between the "
                    + "acceptance and the step that asks."
            )
        )
        {
            Inputs =
            [
                new(
                    "Branch",
                    "Int32",
                    new("分支编号", "Branch number"),
                    new("事项中的分支编号；留空则按部门。", "Number of the branch in the item; empty: by department.")
                ),
                new("Department", "String", new("审批部门", "Department"), new("部门代码。", "Department code.")) { UiHint = "dropdown" },
                Asked with
                {
                    IsRequired = true,
                },
            ],
            Ports = [new("Done", new("完成", "Done"))],
        };

    public override ActivityResult Begin(CaseFile file, ActivityRequest request)
    {
        if (request.Flag(Input) is not false)
            return ActivityResult.Leaves();
        foreach (var branch in Meant(file, request).ToList())
            lifecycle.LeaveOut(file, branch);
        return conclusion.CloseWithout(file) is { IsError: true } noFollowUp
            ? ActivityResult.Refuses(noFollowUp.FirstError)
            : ActivityResult.Leaves();
    }

    private IEnumerable<int> Meant(CaseFile file, ActivityRequest request)
    {
        if (request.Number("branch") is { } number)
            return [number];
        var department = officers.InPlaceOf(request.Text("department") ?? "");
        return catalogue.ItemOf(file).Branches.Where(branch => branch.DepartmentCode == department).Select(branch => branch.Number);
    }
}
