using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ParallelApproval.Database;
using ParallelApproval.Workflows;

namespace ParallelApproval.Library;

/// <summary>Writes models as one file (导出事项包): a ZIP archive with a manifest, its parts, and a signature under the manifest.</summary>
internal static class BundleWriter
{
    private static readonly JsonSerializerOptions Json = new(HouseJson.Options) { WriteIndented = true, NewLine = "\n" };

    public const string Bodies = "bodies.json";

    public static async Task<byte[]> WriteAsync(
        ModelSet models,
        Func<IReadOnlyList<BundlePart>, BundleManifest> manifest,
        Func<byte[], Task<BundleSignature>> sign
    )
    {
        var parts = Parts(models).OrderBy(part => part.Name, StringComparer.Ordinal).ToList();
        var head = Bytes(manifest([.. parts.Select(part => new BundlePart(part.Name, HashOf(part.Content)))]));
        var signature = await sign(head);
        var written = new WrittenSignature(
            WrittenSignature.Ecdsa,
            Convert.ToBase64String(signature.PublicKey),
            Convert.ToBase64String(signature.Value)
        );
        return Pack([(BundleManifest.Name, head), (WrittenSignature.Name, Bytes(written)), .. parts]);
    }

    public static string HashOf(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    internal static byte[] Bytes<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, Json);

    internal static byte[] Pack(IEnumerable<(string Name, byte[] Content)> parts)
    {
        using var file = new MemoryStream();
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, content) in parts)
            {
                using var part = archive.CreateEntry(name).Open();
                part.Write(content);
            }

        return file.ToArray();
    }

    private static IEnumerable<(string Name, byte[] Content)> Parts(ModelSet models)
    {
        yield return (Bodies, Bytes(models.Bodies));
        yield return (ModelPart.Rules, Bytes(models.Rules));
        foreach (var item in models.Items)
            yield return (ModelPart.OfItem(item.ItemCode), Bytes(item));
        foreach (var paper in models.Materials)
            yield return (ModelPart.OfMaterial(paper.Code), Bytes(paper));
        foreach (var (id, flow) in models.Workflows)
            yield return (ModelPart.OfWorkflow(id), Encoding.UTF8.GetBytes(DefinitionDocument.WriteForPeople(flow)));
        foreach (var (kind, text) in models.Templates)
            yield return (ModelPart.OfTemplate(kind), Encoding.UTF8.GetBytes(text));
    }
}
