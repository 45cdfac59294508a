using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ErrorOr;
using Microsoft.AspNetCore.DataProtection;
using ParallelApproval.Bookings;
using ParallelApproval.Identities;
using ParallelApproval.Web.Problems;
using ParallelApproval.Web.Public;

namespace ParallelApproval.Web.Bookings;

/// <summary>
/// Who may look at a booked time (预约查看): by number and code once, then by a cookie of this browser for an hour, so that the code stands in
/// no address.
/// </summary>
internal sealed class BookingAccess(BookingQueries bookings, WrongCodes wrongCodes, IDataProtectionProvider protection)
{
    private const string Name = "booking";
    private const string Path = "/book";
    private static readonly TimeSpan Lasts = TimeSpan.FromHours(1);

    private readonly ITimeLimitedDataProtector _protector = protection.CreateProtector(Name).ToTimeLimitedDataProtector();

    /// <summary>The same, and this browser may look at it.</summary>
    public async Task<ErrorOr<Booking>> OpenAsync(string? number, string? code, HttpContext context)
    {
        var found = await FindAsync(number, code, context.RequestAborted);
        if (!found.IsError)
            Enter(found.Value.Id, context);
        return found;
    }

    /// <summary>The one of that number, to whoever has its code; others are not told whether there is one.</summary>
    public async Task<ErrorOr<Booking>> FindAsync(string? number, string? code, CancellationToken cancellation)
    {
        if (!BookingNumber.TryParse(TypedNumber.Unbroken(number), out var parsed))
            return FrontRefusals.NoSuchPublicBooking();
        if (wrongCodes.SecondsToWait(Coded.Booking, parsed.Serial) is > 0 and var wait)
            return FrontRefusals.TooManyGuesses(wait);
        if (
            await bookings.FindAsync(parsed, cancellation) is not { } found
            || !CryptographicOperations.FixedTimeEquals(
                Encoding.UTF8.GetBytes(found.Code),
                Encoding.UTF8.GetBytes(TypedNumber.Unbroken(code))
            )
        )
        {
            wrongCodes.Note(Coded.Booking, parsed.Serial);
            return FrontRefusals.NoSuchPublicBooking();
        }

        wrongCodes.Forget(Coded.Booking, parsed.Serial);
        return found;
    }

    /// <summary>This browser may look at it.</summary>
    public void Enter(BookingNumber number, HttpContext context) =>
        context.Response.Cookies.Append(
            Name,
            _protector.Protect(number.Serial.ToString(CultureInfo.InvariantCulture), Lasts),
            new()
            {
                HttpOnly = true,
                SameSite = SameSiteMode.Strict,
                Secure = context.Request.IsHttps,
                IsEssential = true,
                Path = Path,
            }
        );

    /// <summary>The one that this browser has opened; null when it has opened none, or too long ago.</summary>
    public async Task<Booking?> OpenedAsync(HttpContext context)
    {
        if (context.Request.Cookies[Name] is not { Length: > 0 } cookie)
            return null;
        try
        {
            var serial = long.Parse(_protector.Unprotect(cookie), CultureInfo.InvariantCulture);
            return await bookings.FindAsync(new(serial), context.RequestAborted);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>Nothing of it is left in this browser.</summary>
    public static void Leave(HttpContext context) => context.Response.Cookies.Delete(Name, new() { Path = Path });
}
