using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using ErrorOr;
using ParallelApproval.Refusals;

namespace ParallelApproval.Library;

/// <summary>事项包: what a house gives out another one reads again, and nothing else that may be sent in its place.</summary>
public sealed class BundleTests
{
    private static readonly ModelSet Some = LibraryQueries.Models with
    {
        Items = [.. LibraryQueries.Models.Items.Take(2)],
        Rules = new Dictionary<string, string> { ["ParallelApproval:Supervision:YellowDays"] = "2" },
    };

    [Fact]
    public async Task What_was_given_out_is_read_again_whole()
    {
        var read = BundleReader.Read(await WriteAsync(Some));
        read.ErrorsOrEmptyList.ShouldBeEmpty();
        var (manifest, models) = (read.Value.Manifest, read.Value.Models);
        (manifest.Format, manifest.Region, manifest.Centre).ShouldBe((1, "610104", "某区政务服务中心"));
        read.Value.Signature.Fingerprint.ShouldMatch("^[0-9a-f]{64}$");
        models.Items.Select(item => item.ItemCode).ShouldBe(Some.Items.Select(item => item.ItemCode), ignoreOrder: true);
        CompareModels.Lines(Node(models.Items), Node(Some.Items.OrderBy(item => item.ItemCode, StringComparer.Ordinal))).ShouldBeEmpty();
        models.Templates.ShouldBe(Some.Templates, ignoreOrder: true);
        models.Rules.ShouldBe(Some.Rules);
        models.Workflows.Keys.ShouldBe(Some.Workflows.Keys, ignoreOrder: true);
    }

    [Fact]
    public async Task A_part_that_was_changed_after_the_signature_is_named()
    {
        var parts = Unpack(await WriteAsync(Some));
        parts["rules.json"] = "{}"u8.ToArray();
        parts.Remove("templates/Grant.liquid");
        parts["materials/M99.json"] = "{}"u8.ToArray();
        var faults = BundleReader.Read(Pack(parts)).ErrorsOrEmptyList;
        Told(faults)
            .ShouldBe(
                [
                    ("rules.json", "bundle_part_changed"),
                    ("templates/Grant.liquid", "bundle_part_missing"),
                    ("materials/M99.json", "bundle_part_unlisted"),
                ],
                ignoreOrder: true
            );
    }

    [Fact]
    public async Task A_manifest_that_was_changed_does_not_carry_the_signature()
    {
        var parts = Unpack(await WriteAsync(Some));
        parts["manifest.json"] = Encoding.UTF8.GetBytes(
            Encoding.UTF8.GetString(parts["manifest.json"]).Replace("某区", "他区", StringComparison.Ordinal)
        );
        Told(BundleReader.Read(Pack(parts)).ErrorsOrEmptyList).ShouldBe([("signature.json", "bundle_signature_wrong")]);
        parts["signature.json"] = """{"algorithm":"ECDSA-P256-SHA256","publicKey":"AAAA","value":"????"}"""u8.ToArray();
        Told(BundleReader.Read(Pack(parts)).ErrorsOrEmptyList).ShouldBe([("signature.json", "bundle_signature_wrong")]);
        parts.Remove("signature.json");
        Told(BundleReader.Read(Pack(parts)).ErrorsOrEmptyList).ShouldBe([("signature.json", "bundle_part_missing")]);
    }

    [Fact]
    public void A_bundle_of_another_format_is_refused_before_anything_else_is_judged()
    {
        var other = """{"format":2,"signedBy":"somebody","parts":"elsewhere"}"""u8.ToArray();
        var refused = BundleReader.Read(BundleWriter.Pack([("manifest.json", other)]));
        Told(refused.ErrorsOrEmptyList).ShouldBe([("manifest.json.format", "bundle_format_other")]);
        refused.FirstError.Description.ShouldContain("format 2");
    }

    [Theory]
    [InlineData("../items/X.json")]
    [InlineData("items/../../etc/passwd")]
    [InlineData("/etc/passwd")]
    [InlineData("items\\A.json")]
    [InlineData("C:\\x.json")]
    [InlineData("items/")]
    [InlineData("items/610104-XK-101.json ")]
    [InlineData("readme.txt")]
    public void A_name_that_is_no_part_is_refused(string name) =>
        Told(BundleReader.Read(BundleWriter.Pack([(name, [1])])).ErrorsOrEmptyList)
            .Select(fault => fault.Code)
            .ShouldBe(["bundle_part_foreign"]);

    [Fact]
    public void A_name_that_stands_twice_is_refused() =>
        Told(BundleReader.Read(BundleWriter.Pack([("rules.json", [1]), ("rules.json", [2])])).ErrorsOrEmptyList)
            .ShouldBe([("rules.json", "bundle_part_twice")]);

    [Fact]
    public void What_unpacks_without_end_is_refused_and_never_held()
    {
        var bomb = BundleWriter.Pack([("rules.json", new byte[80 * 1024 * 1024])]);
        bomb.Length.ShouldBeLessThan(1024 * 1024);
        Told(BundleReader.Read(bomb).ErrorsOrEmptyList).ShouldBe([("rules.json", "bundle_unpacked_too_large")]);
        BundleReader.Read(new byte[BundleReader.MostBytes + 1]).FirstError.Is(RefusalCode.BundleTooLarge).ShouldBeTrue();
        var many = BundleWriter.Pack(Enumerable.Range(0, 5_001).Select(at => ($"items/A{at:D6}.json", Array.Empty<byte>())));
        BundleReader.Read(many).FirstError.Is(RefusalCode.BundlePartsTooMany).ShouldBeTrue();
    }

    [Fact]
    public async Task What_is_no_archive_or_a_broken_one_is_refused()
    {
        var whole = await WriteAsync(Some);
        BundleReader.Read([]).FirstError.Is(RefusalCode.BundleUnreadable).ShouldBeTrue();
        BundleReader.Read("no archive"u8.ToArray()).FirstError.Is(RefusalCode.BundleUnreadable).ShouldBeTrue();
        var random = new Random(20);
        for (var round = 0; round < 200; round++)
        {
            var broken = whole.ToArray();
            for (var hit = 0; hit < 8; hit++)
                broken[random.Next(broken.Length)] = (byte)random.Next(256);
            // Refused or whole: a byte between the parts says nothing.
            BundleReader
                .Read(random.Next(2) == 0 ? broken : broken[..random.Next(broken.Length)])
                .ErrorsOrEmptyList.ShouldAllBe(fault => fault.Type == ErrorType.Validation);
        }
    }

    [Theory]
    [InlineData("rules.json", "[1]")]
    [InlineData("rules.json", """{"a":null}""")]
    [InlineData("bodies.json", "[null]")]
    [InlineData("items/610104-YJS-001.json", """{"itemCode":1}""")]
    [InlineData("items/610104-YJS-001.json", """{"itemCode":"a","itemCode":"b"}""")]
    [InlineData("items/610104-YJS-001.json", "{")]
    [InlineData("materials/M01.json", """{"code":"M01","unknown":1}""")]
    [InlineData("workflows/parallel-approval.json", "[]")]
    public async Task A_part_that_says_something_else_than_it_should_is_named_though_its_author_has_signed_it(string name, string text)
    {
        var parts = Unpack(await WriteAsync(Some));
        parts[name] = Encoding.UTF8.GetBytes(text);
        var faults = BundleReader.Read(await SignAsync(parts)).ErrorsOrEmptyList;
        faults.ShouldNotBeEmpty();
        Told(faults).ShouldContain(fault => fault.Field.StartsWith(name, StringComparison.Ordinal), string.Join(' ', Told(faults)));
    }

    private static Task<byte[]> WriteAsync(ModelSet models)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var made = Sign(key);
        return BundleWriter.WriteAsync(models, parts => new(1, "1.0", "610104", "某区政务服务中心", new(2026, 3, 2), parts), made);
    }

    // The same parts as another author would have signed them.
    private static async Task<byte[]> SignAsync(Dictionary<string, byte[]> parts)
    {
        var listed = parts.Where(part => part.Key is not ("manifest.json" or "signature.json")).ToList();
        var manifest = BundleWriter.Bytes(
            new BundleManifest(
                1,
                "1.0",
                "610104",
                "某区",
                new(2026, 3, 2),
                [.. listed.Select(part => new BundlePart(part.Key, BundleWriter.HashOf(part.Value)))]
            )
        );
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var signature = await Sign(key)(manifest);
        var written = BundleWriter.Bytes(
            new WrittenSignature(
                WrittenSignature.Ecdsa,
                Convert.ToBase64String(signature.PublicKey),
                Convert.ToBase64String(signature.Value)
            )
        );
        return BundleWriter.Pack([
            ("manifest.json", manifest),
            ("signature.json", written),
            .. listed.Select(part => (part.Key, part.Value)),
        ]);
    }

    private static Func<byte[], Task<BundleSignature>> Sign(ECDsa key)
    {
        // Written out, for the key itself is gone by the time it signs.
        var (secret, known) = (key.ExportPkcs8PrivateKey(), key.ExportSubjectPublicKeyInfo());
        return manifest =>
        {
            using var again = ECDsa.Create();
            again.ImportPkcs8PrivateKey(secret, out _);
            return Task.FromResult(new BundleSignature(known, again.SignData(manifest, HashAlgorithmName.SHA256)));
        };
    }

    private static Dictionary<string, byte[]> Unpack(byte[] file)
    {
        using var archive = new ZipArchive(new MemoryStream(file), ZipArchiveMode.Read);
        return archive.Entries.ToDictionary(
            entry => entry.FullName,
            entry =>
            {
                using var content = new MemoryStream();
                using var stream = entry.Open();
                stream.CopyTo(content);
                return content.ToArray();
            }
        );
    }

    private static byte[] Pack(Dictionary<string, byte[]> parts) => BundleWriter.Pack(parts.Select(part => (part.Key, part.Value)));

    private static List<(string Field, string Code)> Told(IEnumerable<Error> faults) =>
        [.. faults.Select(fault => ((string)fault.Metadata![Refusal.FieldKey], fault.Code))];

    private static System.Text.Json.Nodes.JsonNode? Node<T>(T value) =>
        System.Text.Json.JsonSerializer.SerializeToNode(value, Database.HouseJson.Options);
}
