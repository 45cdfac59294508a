namespace ParallelApproval.Engine;

/// <summary>Short words for describing the engine's own activities.</summary>
internal static class Describe
{
    public static readonly Bilingual Flow = new("流程", "Flow"),
        Branching = new("分支", "Branching"),
        Looping = new("循环", "Looping"),
        Primitives = new("基础", "Primitives"),
        Scheduling = new("定时", "Scheduling"),
        Composition = new("子流程", "Composition"),
        System = new("系统", "System");

    public static ActivityDescriptor Activity(string name, Bilingual category, Bilingual displayName, Bilingual description) =>
        new("Elsa." + name, 1, category, displayName, description);

    public static InputDescriptor Input(
        string name,
        string type,
        string zh,
        string en,
        string hint = "singleline",
        bool required = false
    ) => new(name, type, new(zh, en), new(zh, en)) { UiHint = hint, IsRequired = required };

    public static InputDescriptor Dropdown(
        string name,
        string type,
        string zh,
        string en,
        string standard,
        params ReadOnlySpan<(string Value, Bilingual Text)> items
    ) =>
        Input(name, type, zh, en, "dropdown") with
        {
            DefaultValue = Json.Of(standard),
            Choices = items.ToArray().Select(item => new Choice(item.Value, item.Text)).ToList(),
        };

    public static OutputDescriptor Output(string name, string type, string zh, string en) => new(name, type, new(zh, en), new(zh, en));

    public static PortDescriptor Port(string name, string zh, string en) => new(name, new(zh, en));

    public static PortDescriptor Slot(string name, string zh, string en) => new(name, new(zh, en)) { IsEmbedded = true };
}
