using ErrorOr;
using ParallelApproval.Cases;
using ParallelApproval.Database;
using ParallelApproval.Web.Authority;
using ParallelApproval.Web.Problems;
using ParallelApproval.Web.Session;

namespace ParallelApproval.Web.Cases;

/// <summary>Something that officers do with a case or a branch (办件动作), and whether the reader may do it now.</summary>
/// <param name="Code">Code of the refusal that he would get; null when he may.</param>
public sealed record VerbLine<T>(T Verb, bool Allowed, string? Code)
    where T : struct, Enum;

/// <summary>
/// Which verbs are open to the reader of a sheet (可办事项): what role and tier let him do at all, and then what the tables of moves say.
/// Clients and pages show what stands here and have no rules of their own.
/// </summary>
internal sealed class OpenVerbs(MoveRules rules)
{
    public IReadOnlyList<VerbLine<CaseVerb>> Of(CaseFile file, Caller caller) =>
        [.. rules.Of(file).Select(move => Line(move.Verb, move.Refusal, caller))];

    /// <returns>None while the branch stands on the application only.</returns>
    public IReadOnlyList<VerbLine<BranchVerb>> Of(CaseFile file, Branch branch, Caller caller) =>
        file.FindBranch(branch.Number) is null ? [] : [.. rules.Of(file, branch).Select(move => Line(move.Verb, move.Refusal, caller))];

    private static VerbLine<T> Line<T>(T verb, Error? refusal, Caller caller)
        where T : struct, Enum
    {
        var code = caller.May(Verb.Named(verb.ToString())) ? refusal?.Code : FrontRefusals.VerbNotAllowed().Code;
        return new(verb, code is null, code);
    }
}
