namespace ParallelApproval.Web;

/// <summary>A list as the API answers it.</summary>
/// <param name="Items">At most as many as were asked for.</param>
/// <param name="NextCursor">To be sent as <c>?cursor=</c> for the next ones; null at the end.</param>
internal sealed record Listing<T>(IReadOnlyList<T> Items, string? NextCursor = null);
