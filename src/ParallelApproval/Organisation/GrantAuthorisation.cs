using ErrorOr;
using FluentValidation;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Inputs;
using ParallelApproval.Refusals;

namespace ParallelApproval.Organisation;

/// <summary>授权: a department lets an officer decide certain items at the window, from one day to another, within limits.</summary>
/// <param name="Number">Number of the paper, unique.</param>
/// <param name="UserName">The officer; he need not work in that department, so that a window may decide for it.</param>
/// <param name="ItemCodes">Empty for every item of the department.</param>
/// <param name="Limits">What he may not do, as the paper words it.</param>
[Authority(
    "Let an officer decide; nobody authorises himself, and no gap is left",
    Role.Manager,
    Role.Administrator,
    InDistrictOnly = true,
    TakesTwo = true
)]
public sealed record GrantAuthorisation(
    string Number,
    string DepartmentCode,
    string UserName,
    string[] ItemCodes,
    DateOnly From,
    DateOnly To,
    string Limits = "",
    bool MayRefuse = true
) : IConcernOfficer;

/// <summary>A letter of authorisation was given.</summary>
public sealed record AuthorisationGranted(
    string Number,
    string DepartmentCode,
    string Officer,
    string[] ItemCodes,
    DateOnly From,
    DateOnly To
) : HouseEvent;

internal sealed class GrantAuthorisationValidator : AbstractValidator<GrantAuthorisation>
{
    private const int MostItems = 1_000;

    public GrantAuthorisationValidator()
    {
        RuleFor(command => command.Number).Given(() => NumberWrong(0)).IsLine(TextLengths.Code, NumberWrong);
        RuleFor(command => command.DepartmentCode).IsCode();
        RuleFor(command => command.UserName).IsCode();
        RuleFor(command => command.ItemCodes).HasAtMost(MostItems);
        RuleForEach(command => command.ItemCodes).IsCode();
        RuleFor(command => command)
            .Refuses((command, place) => command.From < place.Today || command.To < command.From ? PeriodWrong(command) : null);
        RuleFor(command => command.Limits).IsOpinion();
    }

    private static Error NumberWrong(int length) =>
        Refusal.Input("number", RefusalCode.AuthorisationNumberWrong, ("most", TextLengths.Code), ("length", length));

    private static Error PeriodWrong(GrantAuthorisation command) =>
        Refusal.Input("from", RefusalCode.AuthorisationPeriodWrong, ("from", command.From), ("to", command.To));
}

/// <summary>
/// Refuses what nobody may sign for himself (<c>authorisation_to_himself</c>), a letter that begins in the past or ends before it begins, a
/// number in use, a letter that meets another one of the same officer (<c>authorisation_overlap</c>), and one that leaves a gap
/// (<c>authorisation_gap</c>): days between the letters in force now and this one on which nobody could decide.
/// </summary>
public sealed class GrantAuthorisationHandler(TwoPersons two, OfficerRegister officers)
    : TwoPersonHandler<GrantAuthorisation, Authorisation>(two)
{
    internal override Task<ErrorOr<Entry<Authorisation>>> EnterAsync(
        ApprovalDbContext db,
        GrantAuthorisation command,
        Act act,
        bool isTrial,
        CancellationToken cancellation
    ) => Task.FromResult(Enter(db, command, act));

    /// <summary>The act itself, within a transaction that somebody has begun.</summary>
    internal ErrorOr<Entry<Authorisation>> Enter(ApprovalDbContext db, GrantAuthorisation command, Act act)
    {
        var checkedLetter = Letter(command, act);
        if (checkedLetter.IsError)
            return checkedLetter.Errors;
        var letter = checkedLetter.Value;
        db.Add(letter);
        return new Entry<Authorisation>(
            letter,
            new AuthorisationGranted(
                letter.Number,
                letter.DepartmentCode,
                OfficerNames.Normalise(command.UserName),
                [.. letter.ItemCodes],
                letter.From,
                letter.To
            )
        );
    }

    private ErrorOr<Authorisation> Letter(GrantAuthorisation command, Act act)
    {
        if (officers.Find(command.UserName) is not { IsEnabled: true } officer)
            return Refusal.Input("userName", RefusalCode.OfficerUnknown, ("userName", command.UserName));
        if (officers.Letters.Any(known => known.Number == command.Number.Trim()))
            return Refusal.Conflict(RefusalCode.AuthorisationNumberTaken, ("number", command.Number));
        if (officers.Open("departmentCode", command.DepartmentCode) is { IsError: true } none)
            return none.Errors;
        if (officers.Find(act.UserName) is not { } granter || granter.Id == officer.Id)
            return Refusal.Forbidden(RefusalCode.AuthorisationToHimself);
        if (Overlap(command, officer.Id) is { } overlap)
            return overlap;
        foreach (var item in command.ItemCodes.Length == 0 ? [""] : command.ItemCodes)
            if (Gap(command, item, act.Today) is { } gap)
                return gap;
        return new Authorisation
        {
            Id = Guid.CreateVersion7(act.At),
            Number = command.Number.Trim(),
            DepartmentCode = command.DepartmentCode,
            OfficerId = officer.Id,
            ItemCodes = [.. command.ItemCodes.Distinct()],
            From = command.From,
            To = command.To,
            Limits = command.Limits,
            MayRefuse = command.MayRefuse,
            GrantedBy = granter.Id,
        };
    }

    // Two letters that say different things of the same item on the same day: nobody could tell which holds.
    private Error? Overlap(GrantAuthorisation command, Guid officer) =>
        officers
            .LettersOf(command.DepartmentCode)
            .FirstOrDefault(letter =>
                letter.OfficerId == officer
                && letter.LastDay >= letter.From
                && letter.From <= command.To
                && letter.LastDay >= command.From
                && (letter.ItemCodes.Count == 0 || command.ItemCodes.Length == 0 || letter.ItemCodes.Intersect(command.ItemCodes).Any())
            )
            is { } other
            ? Refusal.Input("from", RefusalCode.AuthorisationOverlap, ("number", other.Number), ("from", other.From), ("to", other.LastDay))
            : null;

    // Somebody may decide today, and from the day after his letter ends until this one begins nobody could.
    private Error? Gap(GrantAuthorisation command, string item, DateOnly today)
    {
        var letters = officers
            .LettersOf(command.DepartmentCode)
            .Where(letter => letter.ItemCodes.Count == 0 || letter.ItemCodes.Contains(item))
            .ToList();
        var covered = today.AddDays(-1);
        for (var grows = true; grows; )
        {
            var reach = letters
                .Where(letter => letter.From <= covered.AddDays(1) && letter.LastDay > covered)
                .Select(letter => letter.LastDay)
                .DefaultIfEmpty(covered)
                .Max();
            (grows, covered) = (reach > covered, reach);
        }

        return covered < today || command.From <= covered.AddDays(1)
            ? null
            : Refusal.Input("from", RefusalCode.AuthorisationGap, ("covered", covered), ("from", command.From));
    }
}
