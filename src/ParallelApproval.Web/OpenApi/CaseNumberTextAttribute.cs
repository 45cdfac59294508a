namespace ParallelApproval.Web.OpenApi;

/// <summary>Of a body's text, or of each in its list: the number of a case as printed. The description says so by a pattern.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class CaseNumberTextAttribute : Attribute
{
    /// <summary>Nineteen digits and a check character.</summary>
    public const string Pattern = "^[0-9]{19}[0-9X]$";
}
