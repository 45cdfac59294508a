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
/// 告知利害关系人: he is told in writing what is applied for and until when he may speak (行政许可法 art. 36). The law sets no days; silent until
/// that day, nothing waits for him any more. The clocks of the case run on.
/// </summary>
/// <param name="Days">Working days that he has, 1 to 20.</param>
/// <param name="NoticeDelivered">He has the notice in hand.</param>
[Authority("Tell an interested party until when he may speak", Role.Clerk, Role.Approver)]
public sealed record TellInterestedParty(CaseNumber Case, int Party, int Days, bool NoticeDelivered);

/// <summary>Until when he may speak.</summary>
public sealed record ToldParty(string CaseNumber, int Party, DateOnly Due);

internal sealed class TellInterestedPartyValidator : AbstractValidator<TellInterestedParty>
{
    private const int LeastDays = 1;
    private const int MostDays = 20;

    public TellInterestedPartyValidator()
    {
        RuleFor(command => command.Days)
            .Refuses((days, _) => days is < LeastDays or > MostDays ? PartyRefusals.DaysOutOfRange(days, LeastDays, MostDays) : null);
        RuleFor(command => command.NoticeDelivered).Must(delivered => delivered, PartyRefusals.NoticeNotDelivered);
    }
}

/// <inheritdoc cref="TellInterestedParty"/>
public sealed class TellInterestedPartyHandler(CaseActs acts, ClockRules clocks, CatalogueRegister catalogue)
    : Handler<TellInterestedParty, ToldParty>
{
    protected override Task<ErrorOr<ToldParty>> CarryOutAsync(TellInterestedParty command, Act act, CancellationToken cancellation) =>
        acts.DoAsync(CaseVerb.TellInterestedParty, command.Case, act, file => Tell(file, command), cancellation);

    private ErrorOr<ToldParty> Tell(CaseFile file, TellInterestedParty command)
    {
        if (file.InterestedParties.FirstOrDefault(known => known.Number == command.Party) is not { } party)
            return PartyRefusals.Unknown(file, command.Party);
        if (party.IsSettled)
            return PartyRefusals.SettledAlready(party);
        if (party.ToldAt is not null)
            return PartyRefusals.ToldAlready(party);
        var days = clocks.Start(
            file,
            Clock.OfCase,
            ClockKind.InterestedParty,
            command.Days,
            file.Act.Today,
            catalogue.ItemOf(file).LeadDepartmentCode,
            party.Number
        );
        if (days.IsError)
            return days.Errors;
        file.Section<PartySection>().Put(party with { ToldAt = file.Act.At, HeardBy = days.Value.DueOn });
        file.Record(new InterestedPartyTold(party.Number, party.Name, party.Interest, days.Value.DueOn));
        return new ToldParty(file.Number.ToString(), party.Number, days.Value.DueOn);
    }
}
