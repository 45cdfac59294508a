using Elsa.Studio.Branding;
using Elsa.Studio.Localization;

namespace ParallelApproval.Studio;

/// <summary>Our name and sign (名称和标志). Elsa Studio names itself in the box behind the information sign.</summary>
internal sealed class Brand : DefaultBrandingProvider
{
    private const string Sign = "/static/icon.svg";

    private readonly ILocalizationProvider _texts;

    public Brand(ILocalizationProvider texts)
    {
        _texts = texts;
        AppBarIcons.ShowDocumentationLink = false;
        AppBarIcons.ShowGitHubLink = false;
    }

    public override string AppName => "并联审批";

    public override string AppNameWithVersion => "并联审批 ParallelApproval";

    public override string AppTagline => _texts.GetTranslation("Process designer")!;

    public override string LogoUrl => Sign;

    public override string LogoReverseUrl => Sign;
}
