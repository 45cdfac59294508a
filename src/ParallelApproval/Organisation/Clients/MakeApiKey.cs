using ErrorOr;
using FluentValidation;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Inputs;
using ParallelApproval.Refusals;

namespace ParallelApproval.Organisation;

/// <summary>发放接口密钥: lets a system of somebody else act as an account.</summary>
/// <param name="Client">The system, as its operators call it.</param>
/// <param name="UserName">The account as which it acts.</param>
/// <param name="Verbs">What it may do of what the account may, by the names of <c>docs/authority.md</c>.</param>
/// <param name="ExpiresOn">The last day on which it opens; a year ahead at most.</param>
/// <param name="Bodies">The bodies for which it may act; null for the one in which the account works.</param>
[Authority(
    "Make a key by which a system acts as an account (the answer tells it once)",
    Role.Administrator,
    Role.SecurityAdministrator,
    InDistrictOnly = true,
    TakesTwo = true
)]
public sealed record MakeApiKey(
    string Client,
    string UserName,
    IReadOnlyList<string> Verbs,
    DateOnly ExpiresOn,
    IReadOnlyList<string>? Bodies = null
) : IConcernOfficer;

/// <summary>A system got a key.</summary>
/// <param name="Key">How it begins.</param>
public sealed record ApiKeyMade(string Key, string Client, string Officer, string[] Bodies, string[] Verbs, DateTimeOffset ExpiresAt)
    : HouseEvent;

/// <summary>A key as it is kept now.</summary>
/// <param name="Token">What the system shows at the door, as <c>Authorization: Bearer</c>; told this once, kept nowhere.</param>
public sealed record MadeApiKey(ApiKey Key, string Token) : ITellPasswords
{
    IEnumerable<NewPassword> ITellPasswords.Told => [new(Key.Label, Token)];
}

internal sealed class MakeApiKeyValidator : AbstractValidator<MakeApiKey>
{
    public MakeApiKeyValidator()
    {
        RuleFor(command => command.Client).Given().IsName();
        RuleFor(command => command.UserName).Given().IsCode();
        RuleFor(command => command.Verbs)
            .Must(verbs => verbs is { Count: > 0 }, () => Refusal.Input("verbs", RefusalCode.ApiKeyVerbsMissing))
            .HasAtMost(TextLengths.List);
        RuleForEach(command => command.Verbs).Given().IsCode();
        RuleFor(command => command.Bodies).HasAtMost(TextLengths.List);
        RuleForEach(command => command.Bodies).Given().IsCode();
        RuleFor(command => command.ExpiresOn)
            .Refuses(
                (day, place) =>
                    day < place.Today || day.DayNumber > place.Today.DayNumber + ApiKey.MostDays
                        ? Refusal.Input(place.Field, RefusalCode.ApiKeyDaysWrong, ("days", ApiKey.MostDays), ("date", day))
                        : null
            );
    }
}

/// <summary>
/// Refuses an account that is unknown or closed, that of an administrator of security, one's own, a body that is not there or in which the
/// account does not work, and a verb that no key may have.
/// </summary>
public sealed class MakeApiKeyHandler(TwoPersons two, OfficerRegister officers, ApiKeys keys, VerbsForKeys verbs)
    : TwoPersonHandler<MakeApiKey, MadeApiKey>(two)
{
    internal override Task<ErrorOr<Entry<MadeApiKey>>> EnterAsync(
        ApprovalDbContext db,
        MakeApiKey command,
        Act act,
        bool isTrial,
        CancellationToken cancellation
    ) => Task.FromResult(Enter(db, command, act));

    private ErrorOr<Entry<MadeApiKey>> Enter(ApprovalDbContext db, MakeApiKey command, Act act)
    {
        if (officers.StandingOf(act) is { } shut)
            return shut;
        if (officers.Find(command.UserName) is not { IsEnabled: true } officer)
            return Refusal.Input("userName", RefusalCode.ApiKeyAccountUnfit, ("userName", OfficerNames.Normalise(command.UserName)));
        if (officer.UserName == OfficerNames.Normalise(act.UserName))
            return OrganisationRefusals.OwnAccount();
        // Whoever confirms what others propose is a person.
        if (officer.Is(Role.SecurityAdministrator))
            return Refusal.Input("userName", RefusalCode.ApiKeyAccountUnfit, ("userName", officer.UserName));
        var works = officer.DepartmentCode ?? "";
        List<string> bodies = command.Bodies is { Count: > 0 } named ? [.. named.Distinct(StringComparer.Ordinal)] : [works];
        foreach (var (at, body) in bodies.Index())
            if (body.Length > 0 && officers.Open($"bodies[{at}]", body) is { IsError: true } none)
                return none.Errors;
        if (!bodies.Contains(works))
            return Refusal.Input("bodies", RefusalCode.ApiKeyBodiesWrong, ("department", works));
        foreach (var (at, verb) in command.Verbs.Index())
            if (!verbs.Names.Contains(verb))
                return Refusal.Input($"verbs[{at}]", RefusalCode.ApiKeyVerbUnfit, ("verb", verb));
        var id = Guid.NewGuid();
        var (token, hash, hashedWith) = keys.Make(id);
        var key = new ApiKey
        {
            Id = id,
            Client = command.Client.Trim(),
            OfficerId = officer.Id,
            Bodies = bodies,
            Verbs = [.. command.Verbs.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            Hash = hash,
            HashedWith = hashedWith,
            MadeAt = keys.Now.ToUniversalTime(),
            MadeBy = act.UserName,
            ExpiresAt = new DateTimeOffset(
                command.ExpiresOn.AddDays(1).ToDateTime(TimeOnly.MinValue),
                ShanghaiTime.Offset
            ).ToUniversalTime(),
        };
        db.Add(key);
        return new Entry<MadeApiKey>(
            new(key, token),
            new ApiKeyMade(key.Hint, key.Client, officer.UserName, [.. key.Bodies], [.. key.Verbs], key.ExpiresAt)
        );
    }
}
