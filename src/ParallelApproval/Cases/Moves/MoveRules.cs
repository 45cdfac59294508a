using ErrorOr;
using ParallelApproval.Database;

namespace ParallelApproval.Cases;

/// <summary>Whether an officer may do something now, and if not, why (可办事项): asked by commands, by the API and by pages.</summary>
public sealed class MoveRules(CaseGuards guards)
{
    /// <summary>Why the acting officer may not; null when he may.</summary>
    public Error? Refusal(CaseFile file, CaseVerb verb)
    {
        var line = CaseMoves.Table[verb];
        return First(line.Who, file, null)
            ?? WrongStatus(file, line)
            ?? First(line.When, file, null)
            ?? (line.When.Contains(Guard.EveryBranchOnTheSpot) ? OnTheSpot(file) : null);
    }

    /// <summary>The same of a branch.</summary>
    /// <param name="without">Guards that are not asked, in a trial.</param>
    public Error? Refusal(CaseFile file, Branch branch, BranchVerb verb, params Guard[] without)
    {
        var line = BranchMoves.Table[verb];
        return First(line.Who.Except(without), file, branch)
            ?? WrongStatus(file, branch, line)
            ?? First(line.When.Except(without), file, branch);
    }

    /// <summary>Why the branch may not be granted, though it might be refused; null when it may.</summary>
    internal Error? RefusalOfGrant(CaseFile file, Branch branch, BranchVerb verb) =>
        First(BranchMoves.Table[verb].WhenGranting, file, branch);

    /// <summary>Every verb of officers on the case, and what stands in the way of the acting one.</summary>
    public IEnumerable<(CaseVerb Verb, Error? Refusal)> Of(CaseFile file) =>
        CaseMoves.Table.ByOfficers.Where(line => line.From.Length > 0).Select(line => (line.Verb, Refusal(file, line.Verb)));

    /// <summary>Every verb of officers on the branch, and what stands in the way of the acting one.</summary>
    public IEnumerable<(BranchVerb Verb, Error? Refusal)> Of(CaseFile file, Branch branch) =>
        BranchMoves.Table.ByOfficers.Select(line => (line.Verb, Refusal(file, branch, line.Verb)));

    private Error? First(IEnumerable<Guard> asked, CaseFile file, Branch? branch)
    {
        foreach (var guard in asked)
            if (guards.Refusal(guard, file, branch) is { } refusal)
                return refusal;
        return null;
    }

    private Error? OnTheSpot(CaseFile file)
    {
        var open = file.Branches.Where(branch => branch.Status.IsOpen()).ToList();
        if (open.Count == 0)
            return CaseRefusals.WrongStatus(file.Case, CaseStatus.InApproval);
        foreach (var branch in open)
            if (Refusal(file, branch, BranchVerb.DecideOnTheSpot) is { } refusal)
                return refusal;
        return null;
    }

    private static Error? WrongStatus(CaseFile file, Move<CaseVerb, CaseStatus> line)
    {
        if (line.From.Contains(file.Case.Status))
            return null;
        return line.Verb switch
        {
            CaseVerb.ChargeFee => CaseRefusals.FeeNotDue(file.Case),
            CaseVerb.RecordFollowUp => BranchRefusals.FollowUpNotDue(file),
            _ => CaseRefusals.WrongStatus(file.Case, line.From),
        };
    }

    private static Error? WrongStatus(CaseFile file, Branch branch, Move<BranchVerb, BranchStatus> line)
    {
        if (line.From.Contains(branch.Status))
            return null;
        return line.Verb switch
        {
            BranchVerb.SendUp => BranchRefusals.NothingToSendUp(file),
            BranchVerb.ConfirmDecision => BranchRefusals.NothingToConfirm(file, branch),
            BranchVerb.AddResultLater => BranchRefusals.NothingAwaited(file, branch),
            BranchVerb.SealDeemedGrant => BranchRefusals.NotDeemed(file, branch),
            BranchVerb.AnswerRefusal => BranchRefusals.NothingAsked(file),
            BranchVerb.DecideRecusal => BranchRefusals.NoRecusalAsked(file, branch.Number),
            BranchVerb.ResumeBranch when branch.Status.IsOpen() => BranchRefusals.NotStopped(file, branch),
            _ => branch.Status switch
            {
                BranchStatus.Blocked => BranchRefusals.Blocked(file, branch),
                BranchStatus.Withdrawn => BranchRefusals.Withdrawn(file, branch),
                { } status when status.IsSettled() => BranchRefusals.AlreadyDecided(file, branch),
                _ => BranchRefusals.NotOpen(file, branch),
            },
        };
    }
}
