using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace ParallelApproval.Testing;

/// <summary>
/// A security key made of code: one ES256 key pair, as WebAuthn level 3 describes what a browser and its device answer. It signs whatever
/// it
/// is told to, which no real device does: the wrong origin, an old counter, without asking its owner.
/// </summary>
public sealed class SoftKey : IDisposable
{
    private const byte Present = 0x01;
    private const byte Verified = 0x04;
    private const byte Attested = 0x40;

    private readonly ECDsa _pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public byte[] Id { get; init; } = RandomNumberGenerator.GetBytes(32);

    /// <summary>What it has signed so far; set back by who copies a key.</summary>
    public uint Count { get; set; }

    /// <summary>Whether it asks its owner for a PIN.</summary>
    public bool AsksOwner { get; set; } = true;

    /// <summary>The name of the house by which it signs; null for that of the question.</summary>
    public string? Domain { get; init; }

    private string? _user;

    /// <summary>Answers <c>navigator.credentials.create</c>.</summary>
    public string Make(string options, string origin)
    {
        var asked = JsonNode.Parse(options)!;
        _user = asked["user"]!["id"]!.GetValue<string>();
        var client = Client("webauthn.create", asked, origin);
        var parameters = _pair.ExportParameters(includePrivateParameters: false);
        byte[] cose =
        [
            0xA5,
            0x01,
            0x02,
            0x03,
            0x26,
            0x20,
            0x01,
            0x21,
            0x58,
            0x20,
            .. parameters.Q.X!,
            0x22,
            0x58,
            0x20,
            .. parameters.Q.Y!,
        ];
        byte[] signed =
        [
            .. Head(asked["rp"]!["id"]!.GetValue<string>(), Attested),
            .. new byte[16],
            (byte)(Id.Length >> 8),
            (byte)Id.Length,
            .. Id,
            .. cose,
        ];
        byte[] attestation =
        [
            0xA3,
            .. Text("fmt"),
            .. Text("none"),
            .. Text("attStmt"),
            0xA0,
            .. Text("authData"),
            0x59,
            (byte)(signed.Length >> 8),
            (byte)signed.Length,
            .. signed,
        ];
        return Credential(
            new()
            {
                ["clientDataJSON"] = Write(client),
                ["attestationObject"] = Write(attestation),
                ["transports"] = new JsonArray("usb"),
            }
        );
    }

    /// <summary>Answers <c>navigator.credentials.get</c>.</summary>
    public string Show(string options, string origin)
    {
        var asked = JsonNode.Parse(options)!;
        var client = Client("webauthn.get", asked, origin);
        Count++;
        var signed = Head(asked["rpId"]!.GetValue<string>(), 0);
        var signature = _pair.SignData(
            [.. signed, .. SHA256.HashData(client)],
            HashAlgorithmName.SHA256,
            DSASignatureFormat.Rfc3279DerSequence
        );
        return Credential(
            new()
            {
                ["clientDataJSON"] = Write(client),
                ["authenticatorData"] = Write(signed),
                ["signature"] = Write(signature),
                ["userHandle"] = _user,
            }
        );
    }

    public void Dispose() => _pair.Dispose();

    private byte[] Head(string domain, byte flags)
    {
        var count = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(count, Count);
        return
        [
            .. SHA256.HashData(Encoding.UTF8.GetBytes(Domain ?? domain)),
            (byte)(flags | Present | (AsksOwner ? Verified : 0)),
            .. count,
        ];
    }

    private string Credential(JsonObject response) =>
        new JsonObject
        {
            ["id"] = Write(Id),
            ["rawId"] = Write(Id),
            ["type"] = "public-key",
            ["response"] = response,
            ["clientExtensionResults"] = new JsonObject(),
        }.ToJsonString();

    private static byte[] Client(string type, JsonNode asked, string origin) =>
        Encoding.UTF8.GetBytes(
            new JsonObject
            {
                ["type"] = type,
                ["challenge"] = asked["challenge"]!.GetValue<string>(),
                ["origin"] = origin,
                ["crossOrigin"] = false,
            }.ToJsonString()
        );

    private static byte[] Text(string text) => [(byte)(0x60 | text.Length), .. Encoding.ASCII.GetBytes(text)];

    private static string Write(byte[] bytes) => Base64Url.EncodeToString(bytes);
}
