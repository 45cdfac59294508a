using Elsa.Studio.Contracts;
using Elsa.Studio.Localization;
using Microsoft.AspNetCore.Components;

namespace ParallelApproval.Studio.Server;

/// <summary>What stands in the place of a page that its reader may not see.</summary>
internal sealed class SignInAgain(ILocalizationProvider texts) : IUnauthorizedComponentProvider
{
    public RenderFragment GetUnauthorizedComponent() =>
        page => page.AddContent(0, texts.GetTranslation("You may not see this, or your session is over: sign in again.")!);
}
