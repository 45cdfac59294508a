using ParallelApproval.Cases;
using Is = ParallelApproval.Bookings.BookingStatus;
using Verb = ParallelApproval.Bookings.BookingVerb;

namespace ParallelApproval.Bookings;

/// <summary>What can be done with a booked time: first what clerks do, then what the citizen does and what time brings.</summary>
public enum BookingVerb
{
    /// <summary>登记到场.</summary>
    MarkArrival,

    /// <summary>预约.</summary>
    BookTime,

    /// <summary>改约.</summary>
    MoveBooking,

    /// <summary>取消预约.</summary>
    CancelBooking,

    /// <summary>爽约: nobody came.</summary>
    MissBooking,

    /// <summary>停办: it is offered no more.</summary>
    CallOffBooking,
}

/// <summary>The table of moves of booked times (预约状态流转表).</summary>
public static class BookingMoves
{
    public static readonly MoveTable<Verb, Is> Table = new(
        [new(Verb.MarkArrival, [Is.Booked, Is.Missed], [Is.Arrived])],
        [
            new(Verb.BookTime, [], [Is.Booked]),
            new(Verb.MoveBooking, [Is.Booked], []),
            new(Verb.CancelBooking, [Is.Booked], [Is.Cancelled]),
            new(Verb.MissBooking, [Is.Booked], [Is.Missed]),
            new(Verb.CallOffBooking, [Is.Booked], [Is.CalledOff]),
        ]
    );
}
