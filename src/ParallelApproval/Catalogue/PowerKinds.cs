namespace ParallelApproval.Catalogue;

/// <summary>What the kinds of power are called in Chinese, on papers and in lists (事项类型名称).</summary>
public static class PowerKinds
{
    /// <summary>All of them, as the national list names them: the ten kinds of administrative power, and public services.</summary>
    public static readonly IReadOnlyList<(PowerKind Kind, string Chinese)> All =
    [
        (PowerKind.Permit, "行政许可"),
        (PowerKind.Confirmation, "行政确认"),
        (PowerKind.Benefit, "行政给付"),
        (PowerKind.Award, "行政奖励"),
        (PowerKind.Ruling, "行政裁决"),
        (PowerKind.Levy, "行政征收"),
        (PowerKind.Inspection, "行政检查"),
        (PowerKind.Coercion, "行政强制"),
        (PowerKind.Penalty, "行政处罚"),
        (PowerKind.Other, "其他行政权力"),
        (PowerKind.PublicService, "公共服务"),
    ];

    public static string InChinese(PowerKind kind) => All.First(known => known.Kind == kind).Chinese;
}
