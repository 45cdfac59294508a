using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ParallelApproval.Database;

namespace ParallelApproval.Bookings;

internal sealed class BookingOfferTable : IEntityTypeConfiguration<BookingOffer>
{
    public void Configure(EntityTypeBuilder<BookingOffer> table)
    {
        table.ToTable("booking_offers").HasKey(row => row.Code);
        table.Property(row => row.Code).HasMaxLength(16);
        table.Property(row => row.Window).HasMaxLength(16);
    }
}

internal sealed class BookingTable : IEntityTypeConfiguration<Booking>
{
    /// <summary>The mark by which the times of a telephone are found.</summary>
    internal const string PhoneMark = "PhoneMark";

    public void Configure(EntityTypeBuilder<Booking> table)
    {
        table.ToTable("bookings").HasKey(row => row.Number);
        table.Property(row => row.Number).UseIdentityAlwaysColumn();
        table.Property(row => row.Code).HasMaxLength(8);
        table.Property(row => row.Offer).HasMaxLength(16);
        string[] bound = [nameof(Booking.Code), nameof(Booking.Offer)];
        table.Property(row => row.Name).IsEncrypted(bound);
        table.Property(row => row.Phone).IsEncrypted(bound, PhoneMark);
        table.Property(row => row.Address).IsEncrypted(bound);
        table.Property<long?>(PhoneMark);
        table.Property(row => row.Precheck).HasMaxLength(32);
        table.Ignore(row => row.Id);
        table.Ignore(row => row.Starts);
        table.Ignore(row => row.Ends);
        // The last place is one man's, however many ask at once.
        table
            .HasIndex(row => new
            {
                row.Offer,
                row.Day,
                row.StartsAt,
                row.Place,
            })
            .IsUnique()
            .HasFilter("status IN ('Booked', 'Arrived', 'Missed')");
        table.HasIndex(PhoneMark, nameof(Booking.Day));
        table.HasIndex(row => row.Day);
    }
}
