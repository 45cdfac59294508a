namespace ParallelApproval.Library;

/// <summary>Models as one signed file (事项包), as a house gave it out.</summary>
/// <param name="Manifest">What it says of itself.</param>
/// <param name="Signature">Holds under the manifest, which holds the hash of every part.</param>
public sealed record Bundle(BundleManifest Manifest, ModelSet Models, BundleSignature Signature);

/// <summary>The first part of a bundle: what it holds, and from where (清单).</summary>
/// <param name="Format">1; another one is not read.</param>
/// <param name="ProductVersion">Of the program that wrote it.</param>
/// <param name="Region">Of the house that gave it out.</param>
/// <param name="Centre">Its name.</param>
/// <param name="MadeOn">The day on which it was given out (Asia/Shanghai).</param>
/// <param name="Parts">Every other part but the signature.</param>
public sealed record BundleManifest(
    int Format,
    string ProductVersion,
    string Region,
    string Centre,
    DateOnly MadeOn,
    IReadOnlyList<BundlePart> Parts
)
{
    public const int CurrentFormat = 1;

    internal const string Name = "manifest.json";
}

/// <param name="Sha256">64 hexadecimal digits.</param>
public sealed record BundlePart(string Name, string Sha256);

/// <summary>The part that holds the signature, as it is written.</summary>
internal sealed record WrittenSignature(string Algorithm, string PublicKey, string Value)
{
    public const string Name = "signature.json";

    public const string Ecdsa = "ECDSA-P256-SHA256";
}
