using ErrorOr;
using ParallelApproval.Database;
using ParallelApproval.Organisation;

namespace ParallelApproval.Web.Session;

/// <summary>
/// Signs in (登录), and sees to it that this node knows the officer as the database does: an account made on another node a moment ago must
/// be good for the very next request.
/// </summary>
internal sealed class SignInOnNode(SignInHandler house, OfficerRegister officers, RegisterCache registers)
{
    public async Task<ErrorOr<Officer>> HandleAsync(SignIn command, CancellationToken cancellation)
    {
        var signedIn = await house.HandleAsync(command, cancellation);
        if (!signedIn.IsError && officers.Find(signedIn.Value.Id)?.SecurityStamp != signedIn.Value.SecurityStamp)
            await registers.RefreshAsync(cancellation);
        return signedIn;
    }
}
