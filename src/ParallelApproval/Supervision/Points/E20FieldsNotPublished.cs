using ParallelApproval.Catalogue;

namespace ParallelApproval.Supervision;

/// <summary>E20 公示: an item is in force with one of the nine public fields (九公开) empty.</summary>
internal sealed class E20FieldsNotPublished : MonitorPoint
{
    public override PointRule Rule { get; } =
        new("E20", new("公示·不全", "Publication: a field is empty"), "行政许可法 art. 30", CardColour.Yellow, Answerer.Lead)
        {
            Reasons = new Dictionary<string, Wording>
            {
                ["empty"] = new(
                    "事项 {item} 第 {version} 版未公布：{fields}",
                    "Item {item}, version {version}, does not publish: {fields}"
                ),
            },
        };

    public override Task<IReadOnlyList<Finding>> PatrolAsync(PatrolGround ground, PointSettings settings, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<Finding>>([
            .. ground.Catalogue.Current.AllInForce(ground.Today).Select(item => Judge(item, ground, settings)).OfType<Finding>(),
        ]);

    private Finding? Judge(ServiceItem item, PatrolGround ground, PointSettings settings)
    {
        if (Empty(item) is not { Count: > 0 } fields)
            return null;
        var (department, officer) = ground.Answerers.Of(item.LeadDepartmentCode, null);
        return new(
            Rule.Id,
            ground.Files.OfCentre(item.EffectiveFrom),
            0,
            $"{item.ItemCode}-v{item.Version}",
            settings.Colour,
            department,
            officer,
            "empty",
            Values(("item", item.ItemCode), ("version", item.Version), ("fields", string.Join('、', fields))),
            item.EffectiveFrom.At(TimeOnly.MinValue)
        );
    }

    /// <summary>The names of the fields that say nothing.</summary>
    internal static List<string> Empty(ServiceItem item)
    {
        var published = NineFields.Of(item);
        (string Name, string Text)[] fields =
        [
            ("服务内容", published.Content),
            ("审批依据", published.LegalBasis),
            ("申报条件", published.Conditions),
            ("申报材料", published.Materials),
            ("办理程序", published.Procedure),
            ("承诺时限", published.PromisedTime),
            ("收费标准", published.Fees),
            ("受理结果", published.Results),
            ("投诉渠道", published.Complaints),
        ];
        return [.. fields.Where(field => string.IsNullOrWhiteSpace(field.Text)).Select(field => field.Name)];
    }
}
