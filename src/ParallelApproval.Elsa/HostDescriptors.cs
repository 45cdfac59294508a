using Elsa.Workflows;
using Elsa.Workflows.Models;
using EngineDescriptor = ParallelApproval.Engine.ActivityDescriptor;

namespace ParallelApproval.Elsa;

/// <summary>The host's types, described to Elsa: each is a <see cref="HostActivity"/> with inputs and outputs of its own.</summary>
internal static class HostDescriptors
{
    public static string CamelCase(string name) =>
        name.Length > 0 && char.IsUpper(name[0]) ? char.ToLowerInvariant(name[0]) + name[1..] : name;

    public static ActivityDescriptor Of(EngineDescriptor described) =>
        new()
        {
            TypeName = described.Type,
            Version = described.Version,
            Name = described.Name,
            Namespace = described.Namespace,
            Category = described.Category.En,
            ClrType = described.DrawOut is null ? typeof(HostActivity) : typeof(HostBlock),
            Inputs = [.. described.Inputs.Where(input => input.IsWrapped).Select(Of)],
            Outputs = [.. described.Outputs.Select(Of)],
            Constructor = context =>
            {
                if (described.DrawOut is not null)
                {
                    var block = context.CreateActivity<HostBlock>();
                    (block.Activity.Type, block.Activity.Version) = (described.Type, described.Version);
                    return block;
                }

                var made = context.CreateActivity<HostActivity>();
                (made.Activity.Type, made.Activity.Version, made.Activity.Described) = (described.Type, described.Version, described);
                return made;
            },
        };

    // Evaluated by the step itself, so that a fault stays its own.
    private static InputDescriptor Of(Engine.InputDescriptor input) =>
        new()
        {
            Name = input.Name,
            DisplayName = input.DisplayName.En,
            Type = TypeOf(input.TypeName),
            IsSynthetic = true,
            IsWrapped = true,
            AutoEvaluate = false,
            IsSerializable = false,
            ValueGetter = activity => activity.SyntheticProperties.TryGetValue(input.Name, out var value) ? value : null,
            ValueSetter = (activity, value) => activity.SyntheticProperties[input.Name] = value!,
        };

    private static OutputDescriptor Of(Engine.OutputDescriptor output) =>
        new()
        {
            Name = output.Name,
            DisplayName = output.DisplayName.En,
            Type = typeof(object),
            IsSynthetic = true,
            ValueGetter = activity => activity.SyntheticProperties.TryGetValue(output.Name, out var value) ? value : null,
            ValueSetter = (activity, value) => activity.SyntheticProperties[output.Name] = value!,
        };

    private static Type TypeOf(string alias) =>
        alias switch
        {
            "Int32" or "Int64" => typeof(long?),
            "Boolean" => typeof(bool?),
            "String" or "TimeSpan" or "DateTimeOffset" => typeof(string),
            _ => typeof(object),
        };
}
