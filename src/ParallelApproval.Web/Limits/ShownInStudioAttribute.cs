namespace ParallelApproval.Web.Limits;

/// <summary>A page of the staff that Studio's page shows in a frame beside its panel. No other site frames it.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class ShownInStudioAttribute : Attribute;
