using ParallelApproval.Installations;
using ParallelApproval.Organisation;

namespace ParallelApproval.Web.Session;

/// <summary>
/// The origin by which passkeys are bound (公开地址来源): that of the public address; where nobody has said one, as this reader reached the
/// house.
/// </summary>
internal sealed class HouseOrigin(InstallationRegister installation, IHttpContextAccessor request) : IKnowOrigin
{
    public string Origin =>
        Uri.TryCreate(installation.PublicAddress, UriKind.Absolute, out var known) ? known.GetLeftPart(UriPartial.Authority)
        : request.HttpContext?.Request is { } asked ? $"{asked.Scheme}://{asked.Host}"
        : "http://localhost";
}
