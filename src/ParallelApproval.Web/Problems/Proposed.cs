using System.Text.Json.Serialization.Metadata;
using ErrorOr;
using ParallelApproval.Refusals;

namespace ParallelApproval.Web.Problems;

/// <summary>202: it takes two persons and waits for the second; nothing is changed yet.</summary>
/// <param name="Code"><c>waits_for_second_person</c>.</param>
/// <param name="Detail">In the reader's language.</param>
/// <param name="Proposal">By which it is confirmed.</param>
/// <param name="LapsesAt">When it lapses unless somebody confirms it.</param>
internal sealed record Proposed(string Code, string Detail, Guid Proposal, DateTimeOffset LapsesAt)
{
    public static readonly JsonTypeInfo<Proposed> Json = (JsonTypeInfo<Proposed>)WebJson.Make().GetTypeInfo(typeof(Proposed));

    /// <summary>What a command has answered when it was kept as a proposal; null for a refusal.</summary>
    public static Proposed? Of(IReadOnlyList<Error> errors) =>
        errors is [var only] && only.Is(RefusalCode.WaitsForSecondPerson)
            ? new(
                only.Code,
                RefusalTexts.Sentence(only),
                (Guid)only.Metadata!["proposal"],
                ((DateTimeOffset)only.Metadata["until"]).InShanghai()
            )
            : null;
}
