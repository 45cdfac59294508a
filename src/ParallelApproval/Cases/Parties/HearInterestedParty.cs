using ErrorOr;
using FluentValidation;
using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;

namespace ParallelApproval.Cases;

/// <summary>
/// 听取利害关系人意见: what an interested party that was told has to say is put on file (行政许可法 art. 36), also after his day as long as nothing
/// is decided.
/// </summary>
[Authority("Put on file what an interested party says", Role.Clerk, Role.Approver)]
public sealed record HearInterestedParty(CaseNumber Case, int Party, string Statement);

/// <summary>Who has not been heard yet.</summary>
public sealed record HeardParty(string CaseNumber, int Party, int[] StillAwaited);

internal sealed class HearInterestedPartyValidator : AbstractValidator<HearInterestedParty>
{
    public HearInterestedPartyValidator() => RuleFor(command => command.Statement).Given(PartyRefusals.StatementMissing).IsNote();
}

/// <inheritdoc cref="HearInterestedParty"/>
public sealed class HearInterestedPartyHandler(CaseActs acts, ClockRules clocks) : Handler<HearInterestedParty, HeardParty>
{
    protected override Task<ErrorOr<HeardParty>> CarryOutAsync(HearInterestedParty command, Act act, CancellationToken cancellation) =>
        acts.DoAsync(CaseVerb.HearInterestedParty, command.Case, act, file => Hear(file, command), cancellation);

    private ErrorOr<HeardParty> Hear(CaseFile file, HearInterestedParty command)
    {
        if (file.InterestedParties.FirstOrDefault(known => known.Number == command.Party) is not { } party)
            return PartyRefusals.Unknown(file, command.Party);
        if (party.HeardAt is not null)
            return PartyRefusals.SettledAlready(party);
        if (party.ToldAt is null)
            return PartyRefusals.NotTold(party);
        foreach (
            var clock in file.ClocksOf(Clock.OfCase).Where(clock => clock.Kind is ClockKind.InterestedParty && clock.Round == party.Number)
        )
            clocks.End(file, clock);
        var heard = file.Section<PartySection>()
            .Put(party with { HeardAt = file.Act.At, Statement = command.Statement.Trim(), SilentUntil = null });
        file.Record(new InterestedPartyHeard(heard.Number, heard.Name, heard.Statement!));
        return new HeardParty(
            file.Number.ToString(),
            heard.Number,
            [.. file.InterestedParties.Where(other => !other.IsSettled).Select(other => other.Number)]
        );
    }
}
