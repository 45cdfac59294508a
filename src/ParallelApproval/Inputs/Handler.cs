using System.Diagnostics;
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
    public async Task<ErrorOr<TAnswer>> HandleAsync(TCommand command, Act act, CancellationToken cancellation = default)
    {
        var began = Stopwatch.GetTimestamp();
        List<Error> faults = [.. Validators.Check(command, act.Today), .. Misfits(command, act)];
        var answer = faults.Count > 0 ? faults : await CarryOutAsync(command, act, cancellation);
        HouseMeter.CarriedOut<TCommand, TAnswer>(answer, began);
        return answer;
    }

    /// <summary>
    /// What is wrong with the input by a register that lies in memory, such as the form that an item asks for: told together with what is
    /// wrong with the input alone, so that nobody mends his fields in two rounds.
    /// </summary>
    protected virtual IEnumerable<Error> Misfits(TCommand command, Act act) => [];

    protected abstract Task<ErrorOr<TAnswer>> CarryOutAsync(TCommand command, Act act, CancellationToken cancellation);
}
