using ErrorOr;
using FluentValidation;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;

namespace ParallelApproval.Cases;

/// <summary>
/// 登记利害关系人: somebody is found on whose major interests the decision bears directly (行政许可法 art. 36). From then on the decision waits
/// until he was told and heard, or was silent.
/// </summary>
/// <param name="Contact">Telephone or address by which he is reached.</param>
/// <param name="Interest">What the decision means for him.</param>
/// <param name="Branch">The branch that bears on him; null for all.</param>
[Authority("Note somebody on whose interests the decision bears", Role.Clerk, Role.Approver)]
public sealed record NoteInterestedParty(CaseNumber Case, string Name, string Contact, string Interest, int? Branch = null);

/// <summary>Under which number he stands.</summary>
public sealed record NotedParty(string CaseNumber, int Party);

internal sealed class NoteInterestedPartyValidator : AbstractValidator<NoteInterestedParty>
{
    public NoteInterestedPartyValidator()
    {
        RuleFor(command => command.Name).Given(PartyRefusals.NameMissing).IsName();
        RuleFor(command => command.Contact).Given(PartyRefusals.ContactMissing).IsLine(TextLengths.Address);
        RuleFor(command => command.Interest).Given(PartyRefusals.InterestMissing).IsOpinion();
    }
}

/// <inheritdoc cref="NoteInterestedParty"/>
public sealed class NoteInterestedPartyHandler(CaseActs acts) : Handler<NoteInterestedParty, NotedParty>
{
    protected override Task<ErrorOr<NotedParty>> CarryOutAsync(NoteInterestedParty command, Act act, CancellationToken cancellation) =>
        acts.DoAsync(CaseVerb.NoteInterestedParty, command.Case, act, file => Note(file, command), cancellation);

    private static ErrorOr<NotedParty> Note(CaseFile file, NoteInterestedParty command)
    {
        if (command.Branch is { } number && !file.Case.ChosenBranches.Contains(number))
            return PartyRefusals.UnknownBranch(file, number);
        if (file.InterestedParties.Count >= TextLengths.List)
            return PartyRefusals.TooMany(file, TextLengths.List);
        var party = file.Section<PartySection>()
            .Put(
                new InterestedParty
                {
                    Number = file.InterestedParties.Count + 1,
                    Name = command.Name.Trim(),
                    Contact = command.Contact.Trim(),
                    Interest = command.Interest.Trim(),
                    Branch = command.Branch,
                    NotedAt = file.Act.At,
                }
            );
        file.Record(new InterestedPartyNoted(party.Number, party.Name, party.Interest, party.Branch));
        return new NotedParty(file.Number.ToString(), party.Number);
    }
}
