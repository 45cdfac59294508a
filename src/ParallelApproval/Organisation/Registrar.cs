using ErrorOr;
using ParallelApproval.Database;
using ParallelApproval.Events;

namespace ParallelApproval.Organisation;

/// <summary>
/// Who enters changes of bodies, officers, letters and absences (登记): one after the other in the whole house, so that what one of them
/// finds in the register still
/// holds when he writes.
/// </summary>
public sealed class Registrar(HouseStore house, RegisterCache registers)
{
    /// <summary>The name under which they wait for each other.</summary>
    internal const string OneAtATime = "registrar";

    /// <param name="concernsEveryRegister">For what other registers hold too, e.g. the name of a department.</param>
    internal Task<ErrorOr<T>> EnterAsync<T>(
        Act act,
        Func<ApprovalDbContext, Task<ErrorOr<Entry<T>>>> enter,
        CancellationToken cancellation,
        bool concernsEveryRegister = false
    ) =>
        house.ActAsync(
            act,
            async db =>
            {
                await registers.RefreshAsync(cancellation);
                var entry = await enter(db);
                return entry.Then(made =>
                    made with
                    {
                        Registers = [concernsEveryRegister ? HouseStore.EveryRegister : OfficerRegister.Name],
                    }
                );
            },
            cancellation,
            oneAtATime: OneAtATime
        );
}
