using ErrorOr;
using ParallelApproval.Database;

namespace ParallelApproval.Inputs;

/// <summary>
/// Carries out one kind of command (经办). There is one way in, and it asks the command's validator first: what is wrong with the input alone
/// is told, every fault beside its field, before anything is read or locked. What hangs on the state of a case or a register is judged by
/// <see cref="CarryOutAsync"/>.
/// </summary>
/// <typeparam name="TCommand">What is wanted, named as an official would say it.</typeparam>
/// <typeparam name="TAnswer">What is told when it is done.</typeparam>
public abstract class Handler<TCommand, TAnswer>
    where TCommand : notnull
{
    public Task<ErrorOr<TAnswer>> HandleAsync(TCommand command, Act act, CancellationToken cancellation = default)
    {
        var faults = Validators.Check(command, act.Today);
        return faults.Count > 0 ? Task.FromResult<ErrorOr<TAnswer>>(faults) : CarryOutAsync(command, act, cancellation);
    }

    protected abstract Task<ErrorOr<TAnswer>> CarryOutAsync(TCommand command, Act act, CancellationToken cancellation);
}
