using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ErrorOr;
using Microsoft.AspNetCore.DataProtection;
using ParallelApproval.Identities;
using ParallelApproval.Prechecks;
using ParallelApproval.Web.Problems;
using ParallelApproval.Web.Public;

namespace ParallelApproval.Web.Prechecks;

/// <summary>
/// Where a citizen opens what he began (网上申报台): by number and code, once; then a cookie that only this house can read, of two hours and of
/// this browser alone, stands for them, so that the code stands in no address and in no page.
/// </summary>
internal sealed class PrecheckDesk(PrecheckQueries prechecks, WrongCodes wrongCodes, IDataProtectionProvider protection, TimeProvider time)
{
    private const string Name = "draft";
    private const string Purpose = "precheck";
    private static readonly TimeSpan Lasts = TimeSpan.FromHours(2);

    private readonly ITimeLimitedDataProtector _protector = protection.CreateProtector(Purpose).ToTimeLimitedDataProtector();

    /// <summary>The same, and this browser may go on with it.</summary>
    public async Task<ErrorOr<Precheck>> OpenAsync(string? number, string? code, HttpContext context)
    {
        var found = await FindAsync(number, code, context.RequestAborted);
        if (!found.IsError)
            Enter(found.Value.Id, context);
        return found;
    }

    /// <summary>The one of that number, to whoever has its code; others are not told whether there is one.</summary>
    public async Task<ErrorOr<Precheck>> FindAsync(string? number, string? code, CancellationToken cancellation)
    {
        if (!PrecheckNumber.TryParse(TypedNumber.Unbroken(number), out var parsed))
            return FrontRefusals.NoSuchPublicPrecheck();
        if (wrongCodes.SecondsToWait(Coded.Precheck, parsed.Serial) is > 0 and var wait)
            return FrontRefusals.TooManyGuesses(wait);
        if (await prechecks.FindAsync(parsed, cancellation) is not { } found || !Same(found.Code, TypedNumber.Unbroken(code)))
        {
            wrongCodes.Note(Coded.Precheck, parsed.Serial);
            return FrontRefusals.NoSuchPublicPrecheck();
        }

        wrongCodes.Forget(Coded.Precheck, parsed.Serial);
        return found;
    }

    /// <summary>This browser may go on with it.</summary>
    public void Enter(PrecheckNumber number, HttpContext context) =>
        context.Response.Cookies.Append(
            Name,
            _protector.Protect(number.Serial.ToString(CultureInfo.InvariantCulture), Lasts),
            new()
            {
                HttpOnly = true,
                SameSite = SameSiteMode.Strict,
                Secure = context.Request.IsHttps,
                IsEssential = true,
                Path = "/apply",
            }
        );

    /// <summary>The one that this browser has opened; null when it has opened none, or too long ago.</summary>
    public async Task<Precheck?> OpenedAsync(HttpContext context)
    {
        if (context.Request.Cookies[Name] is not { Length: > 0 } cookie)
            return null;
        try
        {
            var serial = long.Parse(_protector.Unprotect(cookie), CultureInfo.InvariantCulture);
            return await prechecks.FindAsync(new(serial), context.RequestAborted);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>Nothing of it is left in this browser.</summary>
    public static void Leave(HttpContext context) => context.Response.Cookies.Delete(Name, new() { Path = "/apply" });

    /// <summary>The day of today, official time.</summary>
    public DateOnly Today => time.OfficialToday();

    private static bool Same(string known, string told) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(known), Encoding.UTF8.GetBytes(told));
}
