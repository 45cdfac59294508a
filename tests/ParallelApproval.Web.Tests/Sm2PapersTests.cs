using System.Diagnostics;
using System.Formats.Asn1;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Pkcs;
using Org.BouncyCastle.Security;
using ParallelApproval.Database;
using ParallelApproval.Installations;
using ParallelApproval.Testing;
using ParallelApproval.Web.Certificates;
using ParallelApproval.Web.Commands;
using UglyToad.PdfPig;

namespace ParallelApproval.Web;

/// <summary>
/// 国密签名: papers signed with SM2, alone and together with what common readers verify; judged by us, and by OpenSSL where it is installed.
/// </summary>
public sealed class Sm2PapersTests : IDisposable
{
    private static readonly DateTimeOffset At = new(2026, 3, 2, 9, 0, 0, TimeSpan.FromHours(8));
    private static readonly PaperPress Press = new(NullLogger<PaperPress>.Instance);

    // GB/T 32918.5-2017, annex A: the private key of the example.
    private static readonly ECPrivateKeyParameters Key = new(
        new BigInteger("3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8", 16),
        Sm2.Curve
    );
    private static readonly Sm2Certificate Certificate = Sm2Certificate.SelfSigned(Key, "某区政务服务中心");

    private readonly string _folder = Directory.CreateTempSubdirectory("sm2-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>GB/T 32918.5-2017, annex A.2: message, key, r and s of the standard.</summary>
    [Fact]
    public void The_example_of_the_standard_verifies_and_its_neighbour_does_not()
    {
        var signature = Convert.FromHexString(
            "F5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3"
                + "B1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA"
        );
        var key = Sm2.Read(
            "0409F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020"
                + "CCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13"
        );
        Sm2.Written(Sm2.PublicOf(Key)).ShouldBe(Sm2.Written(key));
        Sm2.Verify(key, "message digest"u8.ToArray(), signature, PlainDsaEncoding.Instance).ShouldBeTrue();
        Sm2.Verify(key, "message digesu"u8.ToArray(), signature, PlainDsaEncoding.Instance).ShouldBeFalse();
        signature[40] ^= 1;
        Sm2.Verify(key, "message digest"u8.ToArray(), signature, PlainDsaEncoding.Instance).ShouldBeFalse();
    }

    [Fact]
    public void A_paper_bears_a_signature_with_sm2_and_a_changed_byte_is_refused()
    {
        var pdf = Press.Print(Sheet(), At, new Sm2Signature(Certificate, At));
        Encoding.Latin1.GetString(pdf).ShouldContain("/SubFilter /adbe.pkcs7.detached");
        var read = FileSignature.Read(pdf).ShouldHaveSingleItem();
        read.ShouldBe(new("某区政务服务中心", read.ValidTo, Holds: true, SignatureMethod.Sm2, Certificate.PublicKey));
        using (var opened = PdfDocument.Open(pdf))
            opened.GetPage(1).Text.ShouldContain("准予。");

        // Whatever is changed of the page: no one place is left out.
        var (from, to) = (pdf.AsSpan().IndexOf("/Contents <"u8), pdf.AsSpan().LastIndexOf("/ByteRange ["u8));
        for (var at = 0; at < pdf.Length; at += pdf.Length / 97)
        {
            if (at >= to && at < from + 25_000)
                continue;
            var changed = pdf.ToArray();
            changed[at] ^= 1;
            FileSignature.Read(changed).ShouldAllBe(one => !one.Holds, $"byte {at}");
        }

        FileSignature.Read([.. pdf, .. "% more"u8]).ShouldHaveSingleItem().Holds.ShouldBeFalse("something was put behind what is signed");
    }

    [Fact]
    public void Signed_data_whose_signature_digest_or_certificate_was_changed_does_not_hold()
    {
        var content = "content"u8.ToArray();
        var signed = Sm2SignedData.Sign(Certificate, content, At);
        Sm2SignedData.Read(signed, content)!.Holds.ShouldBeTrue();
        Sm2SignedData.Read(signed, "conteNt"u8.ToArray())!.Holds.ShouldBeFalse();
        for (var at = 0; at < signed.Length; at++)
        {
            var changed = signed.ToArray();
            changed[at] ^= 1;
            // Bytes of a certificate that say nothing of its key are its issuer's to vouch for; the key is the same in any case.
            if (Sm2SignedData.Read(changed, content) is { Holds: true } read)
                read.PublicKey.ShouldBe(Certificate.PublicKey, $"byte {at}");
        }

        var other = Sm2Certificate.SelfSigned(new(Key.D.Add(BigInteger.One), Sm2.Curve), "某区政务服务中心");
        Sm2SignedData.Read(Sm2SignedData.Sign(new(Key, other.Chain), content, At), content)!.Holds.ShouldBeFalse("the key is another's");
    }

    [Fact]
    public async Task A_paper_bears_both_and_common_readers_go_on_verifying_theirs()
    {
        using var common = PaperPressTests.Certificate(At.AddDays(-1), At.AddYears(3));
        var pdf = Press.Print(Sheet(), At, new PadesSignature(common, At), new Sm2Signature(Certificate, At));
        FileSignature
            .Read(pdf)
            .Select(one => (one.Method, one.Holds, one.IsWhole))
            .ShouldBe([(SignatureMethod.Pades, true, false), (SignatureMethod.Sm2, true, true)]);
        using (var opened = PdfDocument.Open(pdf))
            opened.GetPage(1).Text.ShouldContain("准予。");

        var changed = pdf.ToArray();
        changed[changed.AsSpan().IndexOf("/Title"u8) + 20] ^= 1;
        FileSignature.Read(changed).ShouldAllBe(one => !one.Holds);
        // What was put in between the two is covered by the second alone.
        var cut = pdf.AsSpan(0, pdf.AsSpan().IndexOf("%%EOF\n"u8) + "%%EOF\n".Length).ToArray();
        FileSignature.Read(cut).ShouldHaveSingleItem().ShouldBe(new("某区行政审批服务局", new(2029, 3, 2), Holds: true));

        Assert.SkipUnless(File.Exists("/usr/bin/pdfsig"), "There is no pdfsig here: apt-get install poppler-utils.");
        var said = await SayAsync("/usr/bin/pdfsig", "-nocert", await KeptAsync("both.pdf", pdf));
        said.ShouldContain("Signature #1:");
        said.ShouldContain("Signature is Valid");
        said.ShouldContain("Signature #2:");
    }

    [Fact]
    public async Task Openssl_verifies_certificate_and_signature()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/openssl"), "There is no openssl here: apt-get install openssl.");
        var content = "content"u8.ToArray();
        var (attributes, signature) = Parts(Sm2SignedData.Sign(Certificate, content, At));
        var certificate = await KeptAsync("own.cer", Certificate.Own.GetEncoded());
        var readable = Path.Combine(_folder, "own.pem");
        await SayAsync("/usr/bin/openssl", "x509", "-inform", "DER", "-in", certificate, "-out", readable);
        (
            await SayAsync(
                "/usr/bin/openssl",
                "verify",
                "-vfyopt",
                "distid:1234567812345678",
                "-check_ss_sig",
                "-CAfile",
                readable,
                readable
            )
        ).ShouldContain("OK");
        var key = await KeptAsync("key.pem", await SayAsync("/usr/bin/openssl", "x509", "-in", readable, "-pubkey", "-noout"));
        string[] judge =
        [
            "dgst",
            "-sm3",
            "-verify",
            key,
            "-sigopt",
            "distid:1234567812345678",
            "-signature",
            await KeptAsync("signature", signature),
        ];
        (await SayAsync("/usr/bin/openssl", [.. judge, await KeptAsync("words", attributes)])).ShouldContain("Verified OK");
        attributes[^1] ^= 1;
        (await SayAsync("/usr/bin/openssl", [.. judge, await KeptAsync("words", attributes)])).ShouldContain(
            "Verification failure",
            Case.Insensitive
        );
    }

    [Fact]
    public async Task The_command_says_who_signed_and_refuses_another_key_and_a_changed_file()
    {
        var pdf = Press.Print(Sheet(), At, new Sm2Signature(Certificate, At));
        var path = await KeptAsync("paper.pdf", pdf);
        (await VerifyAsync(path, null)).ShouldBe((0, "holds Sm2 某区政务服务中心 until 9999-12-31 " + Certificate.PublicKey));
        (await VerifyAsync(path, Certificate.PublicKey.ToUpperInvariant())).Code.ShouldBe(0);
        (await VerifyAsync(path, "04" + Certificate.PublicKey[2..^1] + "0")).Code.ShouldBe(1);
        pdf[pdf.AsSpan().IndexOf("/Title"u8) + 20] ^= 1;
        var (code, told) = await VerifyAsync(await KeptAsync("changed.pdf", pdf), null);
        code.ShouldBe(1);
        told.ShouldStartWith("DOES NOT HOLD Sm2");
        (await VerifyAsync(await KeptAsync("bare.pdf", Press.Print(Sheet(), At)), null)).Code.ShouldBe(1);
        (await VerifyAsync(Path.Combine(_folder, "nowhere.pdf"), null)).Code.ShouldBe(1);
    }

    [Fact]
    public void A_house_of_the_sm_profile_signs_with_the_key_of_a_file_or_with_its_own()
    {
        Signer(CryptoProfile.International, null).Signature().ShouldBeNull("nobody wants one");
        var own = Signer(CryptoProfile.SM, null);
        own.Fault.ShouldBeNull();
        Signed(own).PublicKey.ShouldBe(own.PublicKeys[^1]);
        Signed(Signer(CryptoProfile.SM, null)).PublicKey.ShouldBe(own.PublicKeys[^1], "every node has the same");

        var given = Signer(CryptoProfile.SM, Kept("right"));
        Signed(given)
            .ShouldSatisfyAllConditions(one => one.Name.ShouldBe("某区政务服务中心"), one => one.PublicKey.ShouldBe(Certificate.PublicKey));
        given.PublicKeys.ShouldContain(Certificate.PublicKey);
        Signer(CryptoProfile.SM, Kept("wrong"))
            .ShouldSatisfyAllConditions(one => one.Fault.ShouldBe("sm2Unreadable"), one => one.Signature().ShouldBeNull());
        Signer(CryptoProfile.SM, Path.Combine(_folder, "nowhere.p12")).Fault.ShouldBe("sm2Missing");
        using var rsa = PaperPressTests.Certificate(At, At.AddYears(1));
        var foreign = Path.Combine(_folder, "rsa.p12");
        File.WriteAllBytes(
            foreign,
            rsa.ExportPkcs12(System.Security.Cryptography.X509Certificates.Pkcs12ExportPbeParameters.Pkcs12TripleDesSha1, "right")
        );
        Signer(CryptoProfile.SM, foreign).Fault.ShouldBe("sm2NoPrivateKey");
    }

    private static FileSignature Signed(Sm2PaperSigner signer) =>
        FileSignature.Read(Press.Print(Sheet(), At, signer.Signature()!)).ShouldHaveSingleItem();

    private Sm2PaperSigner Signer(CryptoProfile profile, string? file)
    {
        var password = Path.Combine(_folder, "password.txt");
        File.WriteAllText(password, "right\n");
        var settings = new ConfigurationBuilder()
            .AddInMemoryCollection([new(Sm2PaperSigner.CertificateFile, file), new(PaperSigner.PasswordFile, password)])
            .Build();
        return new(
            settings,
            new(profile),
            TrailKeys.Parse(TestKeys.Written),
            new InstallationRegister(),
            new FakeTimeProvider(At),
            NullLogger<Sm2PaperSigner>.Instance
        );
    }

    private string Kept(string password)
    {
        var store = new Pkcs12StoreBuilder().Build();
        store.SetKeyEntry("own", new(Key), [new(Certificate.Own)]);
        using var stream = new MemoryStream();
        store.Save(stream, password.ToCharArray(), new SecureRandom());
        var path = Path.Combine(_folder, $"{Guid.NewGuid():N}.p12");
        File.WriteAllBytes(path, stream.ToArray());
        return path;
    }

    private static PaperSheet Sheet() => PaperPressTests.Sheet("<p>准予。</p>");

    private static async Task<(int Code, string Told)> VerifyAsync(string path, string? key)
    {
        using var told = new StringWriter();
        return (await SigningCommand.VerifyAsync(path, key, told, Cancellation), told.ToString().Trim());
    }

    // What is signed, and the signature.
    private static (byte[] Attributes, byte[] Signature) Parts(byte[] signed)
    {
        var context = new Asn1Tag(TagClass.ContextSpecific, 0, isConstructed: true);
        var whole = new AsnReader(signed, AsnEncodingRules.DER).ReadSequence();
        whole.ReadObjectIdentifier().ShouldBe("1.2.156.10197.6.1.4.2.2");
        var data = whole.ReadSequence(context).ReadSequence();
        data.ReadInteger();
        data.ReadSetOf();
        data.ReadSequence();
        data.ReadSetOf(context);
        var signer = data.ReadSetOf().ReadSequence();
        signer.ReadInteger();
        signer.ReadSequence();
        signer.ReadSequence().ReadObjectIdentifier().ShouldBe("1.2.156.10197.1.401");
        var attributes = signer.ReadEncodedValue().ToArray();
        attributes[0] = 0x31;
        signer.ReadSequence().ReadObjectIdentifier().ShouldBe("1.2.156.10197.1.301.1");
        return (attributes, signer.ReadOctetString());
    }

    private async Task<string> KeptAsync(string name, byte[] bytes)
    {
        var path = Path.Combine(_folder, name);
        await File.WriteAllBytesAsync(path, bytes, Cancellation);
        return path;
    }

    private Task<string> KeptAsync(string name, string text) => KeptAsync(name, Encoding.UTF8.GetBytes(text));

    private async Task<string> SayAsync(string program, params string[] words)
    {
        var start = new ProcessStartInfo(program, words) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["HOME"] = _folder;
        using var process = Process.Start(start)!;
        var said = process.StandardOutput.ReadToEndAsync(Cancellation);
        var faults = process.StandardError.ReadToEndAsync(Cancellation);
        await process.WaitForExitAsync(Cancellation);
        return await said + await faults;
    }
}
