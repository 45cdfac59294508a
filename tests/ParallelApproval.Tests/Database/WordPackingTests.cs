using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace ParallelApproval.Database;

/// <summary>What is made small by words comes back byte for byte, today and by every later program.</summary>
public sealed class WordPackingTests
{
    private const string Notice =
        "【本区政务服务中心】您申请的“餐饮店开办”（20260302000010）已作出决定：准予 6 项，不予 0 项，请凭编号和查询码查看。";

    // Made by the program that brought the words; it is in databases.
    private const string NoticeAsStored =
        "KLUv/SCk7QEApALjgJDmnKzppJDppa7lupflvIDlip7igJ3vvIgyMDI2MDMwMjAwMDAxMDYEAByKc4oJxWH+L44HWn6iCA==";

    public static TheoryData<string> Texts { get; } =
    [
        "",
        "x",
        "xyz",
        "字",
        "许可内容",
        new string('x', 3),
        new string('x', 20),
        new string('x', 8_000),
        Notice,
        Notice + Notice,
        "\"agent\":null},\"receivedOn\":\"",
        """{"number":"审准〔2026〕2号","title":"准予行政许可决定书","power":{"name":"行政许可","isLicence":true}}""",
        string.Concat(Enumerable.Range(0, 2_000).Select(at => (char)(0x4e00 + (at * 37 % 20_000)))),
        string.Concat(Enumerable.Range(0, 300).Select(at => $"{at}、")),
    ];

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_text_comes_back_as_it_was(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var small = WordPacking.Pack(bytes);
        WordPacking.Unpack(small).ShouldBe(bytes);
        WordPacking.Pack(bytes).ShouldBe(small, "what was not changed is not written anew");
    }

    [Fact]
    public void Bytes_without_any_pattern_come_back_as_they_were()
    {
        var chance = new Random(18);
        for (var length = 0; length < 600; length++)
        {
            var bytes = new byte[length];
            chance.NextBytes(bytes);
            // Halves that are alike, and halves that are not.
            bytes.AsSpan(0, length / 3).CopyTo(bytes.AsSpan(length / 2));
            WordPacking.Unpack(WordPacking.Pack(bytes)).ShouldBe(bytes, $"{length} bytes");
        }
    }

    [Fact]
    public void A_notice_takes_less_than_half_of_its_room()
    {
        var bytes = Encoding.UTF8.GetBytes(Notice);
        WordPacking.Pack(bytes).Length.ShouldBeLessThan(bytes.Length / 2);
    }

    [Fact]
    public void What_was_stored_by_the_first_words_is_read_by_every_program() =>
        Encoding.UTF8.GetString(WordPacking.Unpack(Convert.FromBase64String(NoticeAsStored))).ShouldBe(Notice);

    [Fact]
    public void The_words_stay_as_they_are()
    {
        using var words = typeof(WordPacking).Assembly.GetManifestResourceStream("ParallelApproval.Database.Vault.words-1.txt")!;
        Convert.ToHexString(SHA256.HashData(words))[..16].ShouldBe("A9CF94DBC52BA0CB");
    }

    [Theory]
    [InlineData("40")]
    [InlineData("28B52FFD")] // the mark of Zstandard, and nothing behind it
    [InlineData("28B52FFD20FF")] // a block that does not come
    public void What_is_no_such_text_is_refused(string bytes) =>
        Should.Throw<InvalidDataException>(() => WordPacking.Unpack(Convert.FromHexString(bytes)));

    [Fact]
    public void A_text_that_would_fill_the_machine_is_refused()
    {
        var bomb = WordPacking.Pack(new byte[64 * 1024 * 1024]);
        Should.Throw<InvalidDataException>(() => WordPacking.Unpack(bomb));
    }

    [Fact]
    public void Many_at_the_same_time_do_not_disturb_each_other() => Parallel.For(0, 2_000, at =>
        {
            var text = Encoding.UTF8.GetBytes($"{Notice}{at}");
            WordPacking.Unpack(WordPacking.Pack(text)).ShouldBe(text);
        });

    [Fact]
    public void What_was_deflated_before_is_read_as_it_lies_there()
    {
        var text = Encoding.UTF8.GetBytes(Notice);
        using var small = new MemoryStream();
        using (var deflate = new DeflateStream(small, CompressionLevel.Fastest, leaveOpen: true))
            deflate.Write(text);
        PackedText.Unpack(small.ToArray(), PackedText.Deflate).ShouldBe(text);
    }
}
