using ErrorOr;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Inputs;
using ParallelApproval.Refusals;

namespace ParallelApproval.Organisation;

/// <summary>
/// 利益关联信息登记: an officer's own citizen number, telephone and address, against which the applicants of his cases are compared. Null takes one
/// away.
/// </summary>
[Authority(
    "Register an officer's own number, telephone and address, to find conflicts of interest",
    Role.Administrator,
    InDistrictOnly = true
)]
public sealed record RegisterInterests(string UserName, string? IdNumber, string? Phone, string? Address);

/// <summary>Whether it is registered; the data themselves are never given out.</summary>
public sealed record Interests(string UserName, bool HasIdNumber, bool HasPhone, bool HasAddress);

/// <summary>Which data of an officer are registered was changed; the data themselves stand in no trail.</summary>
public sealed record InterestsRegistered(string Officer, bool HasIdNumber, bool HasPhone, bool HasAddress) : HouseEvent;

internal sealed class RegisterInterestsValidator : AbstractValidator<RegisterInterests>
{
    public RegisterInterestsValidator()
    {
        RuleFor(command => command.UserName).IsCode();
        RuleFor(command => command.IdNumber)
            .RefusesAll((number, place) => number is null ? [] : CitizenNumber.Parse(number, place.Today, place.Field).ErrorsOrEmptyList);
        RuleFor(command => command.Phone)
            .RefusesAll((phone, place) => phone is null ? [] : PhoneNumber.Parse(phone, place.Field).ErrorsOrEmptyList);
        RuleFor(command => command.Address).IsLine(TextLengths.Address, TooLong);
    }

    private static Error TooLong(int length) =>
        Refusal.Input("address", RefusalCode.AddressTooLong, ("most", TextLengths.Address), ("length", length));
}

/// <summary>Refuses an unknown officer and a number that is none.</summary>
public sealed class RegisterInterestsHandler(Registrar registrar) : Handler<RegisterInterests, Interests>
{
    protected override async Task<ErrorOr<Interests>> CarryOutAsync(RegisterInterests command, Act act, CancellationToken cancellation)
    {
        return await registrar.EnterAsync(act, db => EnterAsync(db, command, act, cancellation), cancellation);
    }

    /// <summary>The act itself, within a transaction that somebody has begun.</summary>
    internal static async Task<ErrorOr<Entry<Interests>>> EnterAsync(
        ApprovalDbContext db,
        RegisterInterests command,
        Act act,
        CancellationToken cancellation
    )
    {
        var id = command.IdNumber is { } number ? CitizenNumber.Parse(number, act.Today).Value.Value : null;
        var phone = command.Phone is { } called ? PhoneNumber.Parse(called).Value.Value : null;
        var userName = OfficerNames.Normalise(command.UserName);
        if (await db.Set<Officer>().FirstOrDefaultAsync(known => known.UserName == userName, cancellation) is not { } officer)
            return Refusal.NotFound(RefusalCode.OfficerNotFound, ("userName", command.UserName));
        (officer.IdNumber, officer.Phone, officer.Address) = (id, phone, command.Address?.Trim());
        return new Entry<Interests>(
            new(userName, id is not null, phone is not null, officer.Address is not null),
            new InterestsRegistered(userName, id is not null, phone is not null, officer.Address is not null)
        );
    }
}
