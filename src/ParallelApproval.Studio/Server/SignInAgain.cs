using Elsa.Studio.Contracts;
using Microsoft.AspNetCore.Components;

namespace ParallelApproval.Studio.Server;

/// <summary>What stands in the place of a page that its reader may not see.</summary>
internal sealed class SignInAgain : IUnauthorizedComponentProvider
{
    public RenderFragment GetUnauthorizedComponent() => page => page.AddContent(0, "没有权限，或者登录已失效：请重新登录。");
}
