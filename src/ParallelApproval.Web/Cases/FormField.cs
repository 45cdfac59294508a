using ParallelApproval.Web.Languages;

namespace ParallelApproval.Web.Cases;

/// <summary>What the fields of the one form are called; a field that the product does not know is called by its own name.</summary>
internal static class FormField
{
    public static string NameOf(string field) => field switch
    {
        "shopName" => Words.Word("shop_name"),
        "address" => Words.Word("address"),
        _ => field,
    };
}
