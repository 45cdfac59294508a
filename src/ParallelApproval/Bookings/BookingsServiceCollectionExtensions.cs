using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ParallelApproval.Bookings;

/// <summary>What the room offers to the container. <see cref="BookingSettings"/> may be registered before.</summary>
public static class BookingsServiceCollectionExtensions
{
    public static IServiceCollection AddBookings(this IServiceCollection services)
    {
        services.TryAddSingleton(new BookingSettings());
        return services.AddSingleton<BookingDesk>().AddSingleton<BookingQueries>().AddSingleton<BookingRound>();
    }
}
