using System.Security.Cryptography;
using System.Text;
using ParallelApproval.Database;
using ParallelApproval.Web.Problems;

namespace ParallelApproval.Web.Idempotency;

/// <summary>
/// The header <c>Idempotency-Key</c> (幂等键): a caller that does not know whether its request arrived sends it again with the same key.
/// Here the key is read and tied to the request by a hash; the command that gets it stores key and answer in its own transaction.
/// </summary>
internal static class IdempotencyHeader
{
    public const string Name = "Idempotency-Key";

    public const int MostCharacters = 128;

    /// <summary>Reads key and body of POST requests to the API. Requests without the header pass untouched.</summary>
    public static IApplicationBuilder UseIdempotencyKeys(this IApplicationBuilder app) =>
        app.Use(
            static (context, next) =>
                context.Request.Headers.TryGetValue(Name, out var key) && HttpMethods.IsPost(context.Request.Method)
                    ? ReadAsync(context, key.ToString(), next)
                    : next(context)
        );

    /// <summary>The key of this request; null when it carries none.</summary>
    public static IdempotencyKey? Of(HttpContext context) => context.Features.Get<IdempotencyKey>();

    private static async Task ReadAsync(HttpContext context, string key, RequestDelegate next)
    {
        if (!IsWellFormed(key))
        {
            await Refused.WriteAsync(context, FrontRefusals.KeyMalformed());
            return;
        }
        var body = await BodyAsync(context.Request);
        context.Features.Set(new IdempotencyKey(key, Hash(context.Request, body)));
        context.Request.Body = new MemoryStream(body, writable: false);
        await next(context);
    }

    private static bool IsWellFormed(string key) => key.Length is >= 1 and <= MostCharacters && key.All(c => c is > ' ' and <= '~');

    private static async Task<byte[]> BodyAsync(HttpRequest request)
    {
        using var buffer = new MemoryStream((int)Math.Min(request.ContentLength ?? 0, Limits.RequestLimits.MostBodyBytes));
        await request.Body.CopyToAsync(buffer, request.HttpContext.RequestAborted);
        return buffer.ToArray();
    }

    private static byte[] Hash(HttpRequest request, byte[] body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(request.Path.Value ?? ""));
        hash.AppendData([0]);
        hash.AppendData(body);
        return hash.GetHashAndReset();
    }
}
