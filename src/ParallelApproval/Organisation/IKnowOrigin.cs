namespace ParallelApproval.Organisation;

/// <summary>
/// Under which origin (RFC 6454: scheme, name, port) readers reach this house (公开地址来源): passkeys are bound to its name. Known to the front
/// door, which knows the public address and the request.
/// </summary>
public interface IKnowOrigin
{
    /// <summary>E.g. <c>https://spzx.example.gov.cn</c>; no slash at the end.</summary>
    string Origin { get; }
}

/// <summary>A house that nobody reaches by a network.</summary>
internal sealed class LocalOrigin : IKnowOrigin
{
    public string Origin => "http://localhost";
}
