using ErrorOr;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Refusals;

namespace ParallelApproval.Organisation;

/// <summary>利益关联信息登记: an officer's own citizen number, telephone and address, against which the applicants of his cases are compared. Null takes one away.</summary>
public sealed record RegisterInterests(string UserName, string? IdNumber, string? Phone, string? Address);

/// <summary>Whether it is registered; the data themselves are never given out.</summary>
public sealed record Interests(string UserName, bool HasIdNumber, bool HasPhone, bool HasAddress);

/// <summary>Which data of an officer are registered was changed; the data themselves stand in no trail.</summary>
public sealed record InterestsRegistered(string Officer, bool HasIdNumber, bool HasPhone, bool HasAddress) : HouseEvent;

/// <summary>Refuses an unknown officer and a number that is none.</summary>
public sealed class RegisterInterestsHandler(Registrar registrar)
{
    private const int LongestAddress = 200;

    public async Task<ErrorOr<Interests>> HandleAsync(RegisterInterests command, Act act, CancellationToken cancellation)
    {
        string? id = null, phone = null;
        if (command.IdNumber is { } number)
        {
            var parsed = CitizenNumber.Parse(number, act.Today, "idNumber");
            if (parsed.IsError) return parsed.Errors;
            id = parsed.Value.Value;
        }

        if (command.Phone is { } called)
        {
            var parsed = PhoneNumber.Parse(called, "phone");
            if (parsed.IsError) return parsed.Errors;
            phone = parsed.Value.Value;
        }

        if (command.Address is { Length: > LongestAddress })
            return Refusal.Input("address", "address_too_long", "Expected an address of at most {most} characters, but it has {length}.", ("most", LongestAddress), ("length", command.Address.Length));

        return await registrar.EnterAsync(act, db => EnterAsync(db, command, id, phone, cancellation), cancellation);
    }

    private static async Task<ErrorOr<Entry<Interests>>> EnterAsync(ApprovalDbContext db, RegisterInterests command, string? id, string? phone, CancellationToken cancellation)
    {
        var userName = OfficerNames.Normalise(command.UserName);
        if (await db.Set<Officer>().FirstOrDefaultAsync(known => known.UserName == userName, cancellation) is not { } officer)
            return Refusal.NotFound("officer_not_found", "Expected an officer of the name {userName}, but there is none.", ("userName", command.UserName));
        (officer.IdNumber, officer.Phone, officer.Address) = (id, phone, command.Address?.Trim());
        return new Entry<Interests>(
            new(userName, id is not null, phone is not null, officer.Address is not null), new InterestsRegistered(userName, id is not null, phone is not null, officer.Address is not null));
    }
}
