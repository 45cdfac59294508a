using Elsa.Studio.Branding;

namespace ParallelApproval.Studio;

/// <summary>Our name and sign (名称和标志). Elsa Studio names itself in the box behind the information sign.</summary>
internal sealed class Brand : DefaultBrandingProvider
{
    private const string Sign = "/static/icon.svg";

    public Brand()
    {
        AppBarIcons.ShowDocumentationLink = false;
        AppBarIcons.ShowGitHubLink = false;
    }

    public override string AppName => "并联审批";

    public override string AppNameWithVersion => "并联审批 ParallelApproval";

    public override string LogoUrl => Sign;

    public override string LogoReverseUrl => Sign;
}
