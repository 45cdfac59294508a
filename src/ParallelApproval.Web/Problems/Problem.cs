using System.Text.Json.Serialization;

namespace ParallelApproval.Web.Problems;

/// <summary>
/// A refusal as it is answered: problem details of RFC 9457 with our own members <c>code</c>, <c>traceId</c> and <c>errors</c>.
/// </summary>
/// <param name="Type">Address of the page that explains the code.</param>
/// <param name="Title">The kind of problem in the reader's language.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">What was expected and what was found, in the reader's language.</param>
/// <param name="Code">Stable snake_case name; programs decide by this and by nothing else.</param>
/// <param name="TraceId">Under which the log knows this request.</param>
/// <param name="Errors">For wrong input: the faults by JSON path of the field.</param>
internal sealed record Problem(
    string Type,
    string Title,
    int Status,
    string Detail,
    string Code,
    string TraceId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Dictionary<string, List<FieldFault>>? Errors
);

/// <summary>What is wrong with one field.</summary>
internal sealed record FieldFault(string Code, string Message);
