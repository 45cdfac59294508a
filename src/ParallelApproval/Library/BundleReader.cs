using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ErrorOr;
using ParallelApproval.Catalogue;
using ParallelApproval.Certificates;
using ParallelApproval.Database;
using ParallelApproval.Refusals;
using ParallelApproval.Workflows;

namespace ParallelApproval.Library;

/// <summary>
/// Reads a bundle, whatever is in it (读取事项包): nothing is unpacked onto a disk or without end, and every fault is told under the part in
/// which it stands.
/// </summary>
public static partial class BundleReader
{
    /// <summary>Of the file as it is sent.</summary>
    public const int MostMegabytes = 10;

    public const int MostBytes = MostMegabytes * 1024 * 1024;

    private const int MostParts = 5_000;
    private const int MostUnpackedMegabytes = 64;

    private static readonly JsonSerializerOptions Strict = new(HouseJson.Options)
    {
        PropertyNameCaseInsensitive = false,
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>The bundle, its signature found to hold; or everything that is wrong with the file.</summary>
    public static ErrorOr<Bundle> Read(byte[] file)
    {
        if (file.Length > MostBytes)
            return TooLarge();
        var unpacked = Unpack(file);
        if (unpacked.IsError)
            return unpacked.Errors;
        var parts = unpacked.Value;
        if (!parts.TryGetValue(BundleManifest.Name, out var head))
            return Refusal.Input(BundleManifest.Name, RefusalCode.BundlePartMissing);
        // Another format may say anything else in another way.
        if (FormatOf(head) is { } format && format != BundleManifest.CurrentFormat)
            return Refusal.Input(
                BundleManifest.Name + ".format",
                RefusalCode.BundleFormatOther,
                ("known", BundleManifest.CurrentFormat),
                ("format", format)
            );
        var manifest = Json<BundleManifest>(BundleManifest.Name, head);
        if (manifest.IsError)
            return manifest.Errors;
        var signature = Signature(parts, head);
        if (signature.IsError)
            return signature.Errors;
        var faults = Against(manifest.Value, parts);
        if (faults.Count > 0)
            return faults;
        var models = Models(manifest.Value.Region, parts, faults);
        return faults.Count > 0 ? faults : new Bundle(manifest.Value, models, signature.Value);
    }

    public static Error TooLarge() => Refusal.Input("", RefusalCode.BundleTooLarge, ("most", MostMegabytes));

    // What an archive says of its sizes is not to be believed.
    private static ErrorOr<Dictionary<string, byte[]>> Unpack(byte[] file)
    {
        try
        {
            using var content = new MemoryStream(file, writable: false);
            using var archive = new ZipArchive(content, ZipArchiveMode.Read);
            if (archive.Entries.Count > MostParts)
                return Refusal.Input("", RefusalCode.BundlePartsTooMany, ("most", MostParts), ("count", archive.Entries.Count));
            var (parts, faults) = (new Dictionary<string, byte[]>(StringComparer.Ordinal), new List<Error>());
            var (seen, left) = (new HashSet<string>(StringComparer.OrdinalIgnoreCase), MostUnpackedMegabytes * 1024L * 1024L);
            foreach (var entry in archive.Entries)
            {
                var name = Shown(entry.FullName);
                if (!PartName().IsMatch(entry.FullName))
                    faults.Add(Refusal.Input(name, RefusalCode.BundlePartForeign, ("name", name)));
                else if (!seen.Add(entry.FullName))
                    faults.Add(Refusal.Input(name, RefusalCode.BundlePartTwice, ("name", name)));
                else if (Bytes(entry, ref left) is { } bytes)
                    parts[entry.FullName] = bytes;
                else
                    return Refusal.Input(name, RefusalCode.BundleUnpackedTooLarge, ("most", MostUnpackedMegabytes));
            }

            return faults.Count > 0 ? faults : parts;
        }
        // Archives are broken in more ways than one, and the library answers each with another exception.
        catch (Exception fault) when (fault is not (OperationCanceledException or OutOfMemoryException))
        {
            return Refusal.Input("", RefusalCode.BundleUnreadable);
        }
    }

    private static byte[]? Bytes(ZipArchiveEntry entry, ref long left)
    {
        using var stream = entry.Open();
        using var content = new MemoryStream();
        var buffer = new byte[64 * 1024];
        for (int got; (got = stream.Read(buffer)) > 0; content.Write(buffer, 0, got))
            if ((left -= got) < 0)
                return null;
        return content.ToArray();
    }

    private static int? FormatOf(byte[] head)
    {
        try
        {
            return JsonNode.Parse(head) is JsonObject said && said["format"] is JsonValue format && format.TryGetValue<int>(out var number)
                ? number
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
        catch (ArgumentException)
        {
            // A member that stands twice; the reading proper tells of it.
            return null;
        }
    }

    private static ErrorOr<BundleSignature> Signature(Dictionary<string, byte[]> parts, byte[] head)
    {
        if (!parts.TryGetValue(WrittenSignature.Name, out var bytes))
            return Refusal.Input(WrittenSignature.Name, RefusalCode.BundlePartMissing);
        var written = Json<WrittenSignature>(WrittenSignature.Name, bytes);
        if (written.IsError)
            return written.Errors;
        var (key, value) = (new byte[written.Value.PublicKey.Length], new byte[written.Value.Value.Length]);
        return
            written.Value.Algorithm == WrittenSignature.Ecdsa
            && Convert.TryFromBase64String(written.Value.PublicKey, key, out var keyLength)
            && Convert.TryFromBase64String(written.Value.Value, value, out var length)
            && new BundleSignature(key[..keyLength], value[..length]) is var signature
            && signature.Holds(head)
            ? signature
            : Refusal.Input(WrittenSignature.Name, RefusalCode.BundleSignatureWrong);
    }

    private static List<Error> Against(BundleManifest manifest, Dictionary<string, byte[]> parts)
    {
        var faults = new List<Error>();
        var listed = new HashSet<string>(StringComparer.Ordinal) { BundleManifest.Name, WrittenSignature.Name };
        foreach (var (at, part) in manifest.Parts.Index())
            if (part is null)
                faults.Add(Malformed(BundleManifest.Name, $"parts[{at}]"));
            else if (!listed.Add(part.Name))
                faults.Add(Refusal.Input(Shown(part.Name), RefusalCode.BundlePartTwice, ("name", Shown(part.Name))));
            else if (!parts.TryGetValue(part.Name, out var content))
                faults.Add(Refusal.Input(Shown(part.Name), RefusalCode.BundlePartMissing));
            else if (BundleWriter.HashOf(content) != part.Sha256)
                faults.Add(Refusal.Input(part.Name, RefusalCode.BundlePartChanged));
        faults.AddRange(
            parts.Keys.Where(name => !listed.Contains(name)).Select(name => Refusal.Input(name, RefusalCode.BundlePartUnlisted))
        );
        if (!Region().IsMatch(manifest.Region))
            faults.Add(Malformed(BundleManifest.Name, "region"));
        return faults;
    }

    private static ModelSet Models(string region, Dictionary<string, byte[]> parts, List<Error> faults)
    {
        T? Take<T>(string name, byte[] content)
            where T : class
        {
            var read = Json<T>(name, content);
            faults.AddRange(read.ErrorsOrEmptyList);
            return read.IsError ? null : read.Value;
        }

        var (items, papers) = (new List<ItemDraft>(), new List<Material>());
        var (flows, texts) = (new Dictionary<string, JsonObject>(StringComparer.Ordinal), new Dictionary<DocumentKind, string>());
        var bodies = parts.TryGetValue(BundleWriter.Bodies, out var known) ? Take<List<ModelBody>>(BundleWriter.Bodies, known) : null;
        var rules = parts.TryGetValue(ModelPart.Rules, out var set) ? Take<Dictionary<string, string>>(ModelPart.Rules, set) : null;
        if (rules?.FirstOrDefault(rule => rule.Value is null).Key is { } hole)
            faults.Add(Malformed(ModelPart.Rules, Shown(hole)));
        foreach (var (name, content) in parts.OrderBy(part => part.Key, StringComparer.Ordinal))
        {
            var (folder, own) = Split(name);
            if (folder == "items" && Take<ItemDraft>(name, content) is { } item)
                Named(name, own, item.ItemCode, () => items.Add(item));
            if (folder == "materials" && Take<Material>(name, content) is { } paper)
                Named(name, own, paper.Code, () => papers.Add(paper));
            if (folder == "workflows" && Flow(name, content) is { } flow)
                Named(name, own, flow["definitionId"]?.ToString() ?? "", () => flows[own] = flow);
            if (folder == "templates")
                if (Enum.TryParse<DocumentKind>(own, out var kind) && Enum.IsDefined(kind) && kind.ToString() == own)
                    texts[kind] = Text(name, content);
                else
                    faults.Add(Refusal.Input(name, RefusalCode.BundlePartForeign, ("name", name)));
        }

        var listed = papers.Select(paper => paper.Code).ToHashSet(StringComparer.Ordinal);
        foreach (var (part, code) in items.SelectMany(item => item.Materials.Select(use => (ModelPart.OfItem(item.ItemCode), use.Code))))
            if (!listed.Contains(code))
                faults.Add(Refusal.Input(part + ".materials", RefusalCode.MaterialUnknown, ("material", code)));
        foreach (var twice in (bodies ?? []).GroupBy(body => body.Code, StringComparer.Ordinal).Where(same => same.Count() > 1))
            faults.Add(Refusal.Input(BundleWriter.Bodies, RefusalCode.BundlePartTwice, ("name", Shown(twice.Key))));
        return new(region, items, papers, flows, texts, rules ?? [], bodies ?? []);

        void Named(string name, string own, string said, Action keep)
        {
            if (own == said)
                keep();
            else
                faults.Add(Malformed(name, $"{Shown(said)} ≠ {own}"));
        }

        JsonObject? Flow(string name, byte[] content)
        {
            var read = DefinitionDocument.Read(Text(name, content));
            faults.AddRange(read.ErrorsOrEmptyList.Select(fault => Refusal.At(name, fault)));
            return read.IsError ? null : read.Value;
        }

        string Text(string name, byte[] content)
        {
            try
            {
                return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(content);
            }
            catch (DecoderFallbackException)
            {
                faults.Add(Malformed(name, "UTF-8"));
                return "";
            }
        }
    }

    private static ErrorOr<T> Json<T>(string name, byte[] content)
        where T : class
    {
        try
        {
            var node = JsonNode.Parse(content, null, new() { MaxDepth = 32, AllowDuplicateProperties = false });
            if (PlainText.FaultIn(node) is { } hidden)
                return Malformed(name, hidden);
            if (Hole(node) is { } hole)
                return Malformed(name, hole);
            return node.Deserialize<T>(Strict) is { } value ? value : Malformed(name, "null");
        }
        catch (JsonException fault)
        {
            return Malformed(name, fault.Path ?? FormattableString.Invariant($"{(fault.LineNumber ?? 0) + 1}"));
        }
    }

    // A list that holds nothing where something should stand.
    private static string? Hole(JsonNode? node) =>
        node switch
        {
            JsonArray elements => elements.Contains(null)
                ? elements.GetPath()
                : elements.Select(Hole).FirstOrDefault(hole => hole is not null),
            JsonObject members => members.Select(member => Hole(member.Value)).FirstOrDefault(hole => hole is not null),
            _ => null,
        };

    private static Error Malformed(string name, string place) =>
        Refusal.Input(name, RefusalCode.BundlePartMalformed, ("name", name), ("place", place));

    private static (string Folder, string Own) Split(string name)
    {
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? ("", name) : (name[..slash], Path.GetFileNameWithoutExtension(name[(slash + 1)..]));
    }

    // What is told again of a stranger's names is short and plain.
    private static string Shown(string name) =>
        new([.. name.Take(100).Select(character => char.IsControl(character) || char.IsSurrogate(character) ? '?' : character)]);

    [GeneratedRegex(
        @"^((manifest|signature|bodies|rules)\.json|items/[0-9A-Z][0-9A-Z-]{2,54}\.json|materials/[0-9A-Z][0-9A-Z-]{0,15}\.json"
            + @"|workflows/[A-Za-z0-9_][A-Za-z0-9._-]{0,63}\.json|templates/[A-Za-z]{1,40}\.liquid)\z"
    )]
    private static partial Regex PartName();

    [GeneratedRegex(@"^[0-9]{6}\z")]
    private static partial Regex Region();
}
