using System.Reflection;
using System.Text.Json;
using ErrorOr;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Inputs;

namespace ParallelApproval.Organisation;

/// <summary>A command about the account of an officer, who may not be the one who confirms it.</summary>
internal interface IConcernOfficer
{
    string UserName { get; }
}

/// <summary>An answer in which passwords are told, this once.</summary>
internal interface ITellPasswords
{
    IEnumerable<NewPassword> Told { get; }
}

/// <summary>What carries out a command that somebody has proposed, once it is confirmed.</summary>
internal interface ITakeTwo
{
    Type Command { get; }

    /// <summary>The act itself, within the transaction of who confirms it.</summary>
    /// <param name="act">Of who proposed it, at the instant of the confirmation.</param>
    /// <param name="confirmedBy">Account of who confirms it.</param>
    Task<ErrorOr<Entry<object>>> EnterAsync(
        ApprovalDbContext db,
        string command,
        Act act,
        string confirmedBy,
        CancellationToken cancellation
    );
}

/// <summary>
/// Carries out one kind of command that takes two persons (须两人办理): where the house works by four eyes, it is tried, kept as a proposal and
/// answered by <c>waits_for_second_person</c>; else, and once it is confirmed, it is carried out. Both ways lead through
/// <see cref="EnterAsync(ApprovalDbContext, TCommand, Act, bool, CancellationToken)"/>, so that a proposal is refused for what an act would
/// be refused for.
/// </summary>
/// <typeparam name="TCommand">Its <see cref="AuthorityAttribute.TakesTwo"/> says so.</typeparam>
public abstract class TwoPersonHandler<TCommand, TAnswer>(TwoPersons two) : Handler<TCommand, TAnswer>, ITakeTwo
    where TCommand : notnull
{
    Type ITakeTwo.Command => typeof(TCommand);

    protected sealed override Task<ErrorOr<TAnswer>> CarryOutAsync(TCommand command, Act act, CancellationToken cancellation) =>
        (two.AreWanted || AlwaysTakesTwo) && TakesTwo(command)
            ? two.ProposeAsync(command, act, db => EnterAsync(db, command, act, isTrial: true, cancellation), cancellation)
            : AloneAsync(command, act, cancellation);

    /// <summary>Whether this one takes two persons.</summary>
    private protected virtual bool TakesTwo(TCommand command) =>
        typeof(TCommand).GetCustomAttribute<AuthorityAttribute>() is { TakesTwo: true };

    /// <summary>Whether it takes two persons in every house, because the law says so.</summary>
    private protected virtual bool AlwaysTakesTwo => false;

    private protected virtual Task<ErrorOr<TAnswer>> AloneAsync(TCommand command, Act act, CancellationToken cancellation) =>
        two.Registrar.EnterAsync(act, db => EnterAsync(db, command, act, isTrial: false, cancellation), cancellation);

    /// <summary>The act itself, within a transaction that somebody has begun.</summary>
    /// <param name="isTrial">Nothing of it is kept, so that no password is hashed, which takes long.</param>
    internal abstract Task<ErrorOr<Entry<TAnswer>>> EnterAsync(
        ApprovalDbContext db,
        TCommand command,
        Act act,
        bool isTrial,
        CancellationToken cancellation
    );

    /// <summary>The act itself, once it is confirmed; for one that keeps by whom.</summary>
    internal virtual Task<ErrorOr<Entry<TAnswer>>> EnterConfirmedAsync(
        ApprovalDbContext db,
        TCommand command,
        Act act,
        string confirmedBy,
        CancellationToken cancellation
    ) => EnterAsync(db, command, act, isTrial: false, cancellation);

    async Task<ErrorOr<Entry<object>>> ITakeTwo.EnterAsync(
        ApprovalDbContext db,
        string command,
        Act act,
        string confirmedBy,
        CancellationToken cancellation
    )
    {
        var proposed = JsonSerializer.Deserialize<TCommand>(command, HouseJson.Options)!;
        // Days have passed since it was proposed.
        if (Validators.Check(proposed, act.Today) is { Count: > 0 } faults)
            return faults;
        var entry = await EnterConfirmedAsync(db, proposed, act, confirmedBy, cancellation);
        return entry.Then(made => new Entry<object>(made.Kept!, made.Happened));
    }
}
