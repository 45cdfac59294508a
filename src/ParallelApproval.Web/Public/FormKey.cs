using System.Security.Cryptography;
using System.Text.Json;
using ParallelApproval.Database;

namespace ParallelApproval.Web.Public;

/// <summary>The key that a form carries, so that a double click sends it once (表单防重).</summary>
internal static class FormKey
{
    /// <summary>Null when the form carries none that can be kept.</summary>
    public static IdempotencyKey? Of<T>(string? key, T body) =>
        key is { Length: 32 } && key.All(char.IsAsciiHexDigit)
            ? new(key, SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(body, HouseJson.Options)))
            : null;
}
