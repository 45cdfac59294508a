namespace ParallelApproval.Web.OpenApi;

/// <summary>Of a body's text, or of each in its list: a number as printed. The description says so by a pattern.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class NumberTextAttribute(string pattern) : Attribute
{
    /// <summary>办件编号: nineteen digits and a check character.</summary>
    public const string Case = "^[0-9]{19}[0-9X]$";

    /// <summary>牌号: the number of the case, and that of the card in it.</summary>
    public const string Card = "^[0-9]{19}[0-9X]-K[0-9]+$";

    public string Pattern => pattern;
}
