using System.Runtime.CompilerServices;
using ParallelApproval.Organisation;

namespace ParallelApproval.Testing;

/// <summary>
/// Test processes hash passwords with few rounds: a suite signs in thousands of times, at a tenth of a second each. What the product takes
/// is tried where the product itself runs, in a process of its own.
/// </summary>
internal static class CheapHashes
{
    private const int Rounds = 1_000;

#pragma warning disable CA2255 // the first hash fixes the rounds, whichever test comes first
    [ModuleInitializer]
#pragma warning restore CA2255 // as before
    internal static void Set() => Passwords.RoundsHere = Rounds;
}
