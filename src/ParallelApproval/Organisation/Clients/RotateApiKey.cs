using ErrorOr;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Inputs;
using ParallelApproval.Refusals;

namespace ParallelApproval.Organisation;

/// <summary>
/// 更换接口密钥: another secret for the same key; the old one goes on opening for a while, so that nobody stands before a shut door.
/// </summary>
/// <param name="OldGoodHours">Hours of real time; 0 where the old one has become known, a week at most.</param>
/// <param name="ExpectedRevision">The state that was looked at.</param>
[Authority(
    "Give a key another secret (the answer tells it once); the old one is good for some hours more",
    Role.SecurityAdministrator,
    InDistrictOnly = true,
    InPerson = true
)]
public sealed record RotateApiKey(Guid Key, int OldGoodHours, int ExpectedRevision)
{
    public const int MostHours = 168;
}

/// <summary>A key got another secret.</summary>
public sealed record ApiKeyRotated(string Key, string Client, string Officer, DateTimeOffset FormerUntil) : HouseEvent;

internal sealed class RotateApiKeyValidator : AbstractValidator<RotateApiKey>
{
    public RotateApiKeyValidator() => RuleFor(command => command.OldGoodHours).IsHoursOfOldSecret();
}

/// <summary>Refuses a key that is not there or opens nothing any more, and a state that somebody has changed meanwhile.</summary>
public sealed class RotateApiKeyHandler(Registrar registrar, OfficerRegister officers, ApiKeys keys) : Handler<RotateApiKey, MadeApiKey>
{
    protected override Task<ErrorOr<MadeApiKey>> CarryOutAsync(RotateApiKey command, Act act, CancellationToken cancellation) =>
        registrar.EnterAsync<MadeApiKey>(
            act,
            async db =>
            {
                if (await db.Set<ApiKey>().FirstOrDefaultAsync(held => held.Id == command.Key, cancellation) is not { } key)
                    return ApiKeyRefusals.NotFound(command.Key);
                if (key.Revision != command.ExpectedRevision)
                    return OrganisationRefusals.ChangedMeanwhile(command.ExpectedRevision, key.Revision);
                if (keys.StandingOf(key) is not null)
                    return Refusal.Conflict(RefusalCode.ApiKeyOver, ("key", key.Hint));
                (key.FormerHash, key.FormerHashedWith) = (key.Hash, key.HashedWith);
                key.FormerUntil = keys.Now.AddHours(command.OldGoodHours).ToUniversalTime();
                (var token, key.Hash, key.HashedWith) = keys.Make(key.Id);
                key.Revision++;
                return new Entry<MadeApiKey>(
                    new(key, token),
                    new ApiKeyRotated(key.Hint, key.Client, officers.Find(key.OfficerId)?.UserName ?? "", key.FormerUntil.Value)
                );
            },
            cancellation
        );
}

/// <summary>What is refused of keys, and of secrets that are rotated.</summary>
internal static class ApiKeyRefusals
{
    public static Error NotFound(Guid key) => Refusal.NotFound(RefusalCode.ApiKeyNotFound, ("key", ApiKey.HintOf(key)));

    public static IRuleBuilderOptions<T, int> IsHoursOfOldSecret<T>(this IRuleBuilder<T, int> rule) =>
        rule.Refuses(
            (hours, place) =>
                hours is < 0 or > RotateApiKey.MostHours
                    ? Refusal.Input(place.Field, RefusalCode.OldSecretHoursWrong, ("most", RotateApiKey.MostHours), ("hours", hours))
                    : null
        );
}
