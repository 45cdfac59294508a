using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using ErrorOr;
using ParallelApproval.Refusals;

namespace ParallelApproval.Province.Registers;

/// <summary>The file in which the register stands (名册文件): JSON, read strictly and judged as a whole.</summary>
internal sealed class RegisterFile(string path)
{
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        PropertyNameCaseInsensitive = false,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    /// <summary>Absolute.</summary>
    public string Path { get; } = System.IO.Path.GetFullPath(path);

    /// <summary>Beside which the files of keys lie.</summary>
    public string Folder => System.IO.Path.GetDirectoryName(Path)!;

    /// <summary>SHA-256 of what stands there; null when it cannot be read.</summary>
    public string? Digest()
    {
        try
        {
            return Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path)));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>What stands there, or everything that is wrong with it.</summary>
    public ErrorOr<Register> Read()
    {
        Register register;
        try
        {
            register = JsonSerializer.Deserialize<Register>(File.ReadAllBytes(Path), Strict)!;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return Refusal.Input("", RefusalCode.RegisterMissing, ("file", Path));
        }
        catch (JsonException fault)
        {
            return Refusal.Input(
                fault.Path?.TrimStart('$').TrimStart('.') ?? "",
                RefusalCode.RegisterBroken,
                ("line", (fault.LineNumber ?? 0) + 1),
                ("position", fault.BytePositionInLine ?? 0)
            );
        }

        if (register is null || register.Districts.Any(district => district is null || district.Nodes.Any(node => node is null)))
            return Refusal.Input("districts", RefusalCode.RegisterBroken, ("line", 1), ("position", 0));
        var faults = new RegisterValidator(Folder).Validate(register).Errors.Select(failure => (Error)failure.CustomState).ToList();
        return faults.Count > 0 ? faults : register;
    }
}
