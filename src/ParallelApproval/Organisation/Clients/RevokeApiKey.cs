using ErrorOr;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Inputs;
using ParallelApproval.Refusals;

namespace ParallelApproval.Organisation;

/// <summary>吊销接口密钥: the key opens nothing from now on, with its old secret neither.</summary>
[Authority("Revoke a key at once", Role.Administrator, Role.SecurityAdministrator, InDistrictOnly = true, InPerson = true)]
public sealed record RevokeApiKey(Guid Key, string Reason);

/// <summary>A key opens nothing any more.</summary>
public sealed record ApiKeyRevoked(string Key, string Client, string Officer, string Reason) : HouseEvent;

internal sealed class RevokeApiKeyValidator : AbstractValidator<RevokeApiKey>
{
    public RevokeApiKeyValidator() => RuleFor(command => command.Reason).Given(OrganisationRefusals.ReasonMissing).IsOpinion();
}

/// <summary>Refuses a key that is not there, and one that was revoked before.</summary>
public sealed class RevokeApiKeyHandler(Registrar registrar, OfficerRegister officers, ApiKeys keys) : Handler<RevokeApiKey, ApiKey>
{
    protected override Task<ErrorOr<ApiKey>> CarryOutAsync(RevokeApiKey command, Act act, CancellationToken cancellation) =>
        registrar.EnterAsync<ApiKey>(
            act,
            async db =>
            {
                if (await db.Set<ApiKey>().FirstOrDefaultAsync(held => held.Id == command.Key, cancellation) is not { } key)
                    return ApiKeyRefusals.NotFound(command.Key);
                if (key.RevokedAt is not null)
                    return Refusal.Conflict(RefusalCode.ApiKeyOver, ("key", key.Hint));
                (key.RevokedAt, key.RevokedBy, key.Revision) = (keys.Now.ToUniversalTime(), act.UserName, key.Revision + 1);
                return new Entry<ApiKey>(
                    key,
                    new ApiKeyRevoked(key.Hint, key.Client, officers.Find(key.OfficerId)?.UserName ?? "", command.Reason.Trim())
                );
            },
            cancellation
        );
}
