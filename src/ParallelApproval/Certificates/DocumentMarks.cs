using ParallelApproval.Installations;
using ParallelApproval.Organisation;

namespace ParallelApproval.Certificates;

/// <inheritdoc/>
internal sealed class DocumentMarks(InstallationRegister installation) : IDocumentMarks
{
    private static readonly string[] OfKinds = [.. Enum.GetValues<DocumentKind>().Select(kind => kind.Mark())];

    public string? OfCentre => installation.Current?.DocumentPrefix;

    public bool Clash(string one, string other)
    {
        var (shorter, longer) = one.Length < other.Length ? (one, other) : (other, one);
        return shorter.Length < longer.Length
            && longer.StartsWith(shorter, StringComparison.Ordinal)
            && longer[shorter.Length..] is var rest
            && OfKinds.Any(mark => OfKinds.Contains(rest + mark, StringComparer.Ordinal));
    }
}
