using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using FluentValidation;
using ParallelApproval.Organisation;

namespace ParallelApproval.Inputs;

/// <summary>Every command is asked by its validator, and no text comes in that has no end.</summary>
public sealed class CommandInputTests
{
    // Numbers that name something in a file or a register; what they name is looked up there.
    private static readonly HashSet<string> Names =
    [
        "Branch",
        "File",
        "Of",
        "Scan",
        "Service",
        "Version",
        "ExpectedVersion",
        "ExpectedRevision",
        "Year",
    ];

    private static readonly string Endless = new('长', 200_001);

    public static TheoryData<Type> Commands() => [.. Handlers().Select(handler => handler.BaseType!.GetGenericArguments()[0])];

    [Fact]
    public void There_is_one_way_into_every_command() =>
        Types()
            .Where(type => type.Name.EndsWith("Handler", StringComparison.Ordinal) && !IsHandler(type))
            .Select(type => type.Name)
            .Order()
            // Whoever signs in is nobody yet; the others are questions, or come from the machine's own console.
            .ShouldBe([
                "CompareVersionsHandler",
                "CreateAdministratorHandler",
                "LoadDistrictHandler",
                "SignInByPasskeyHandler",
                "SignInByProviderHandler",
                "SignInHandler",
                "TrialRunHandler",
            ]);

    [Theory]
    [MemberData(nameof(Commands))]
    public void A_command_that_takes_input_has_a_validator(Type command)
    {
        if (!command.GetProperties().Any(IsInput))
            return;
        Validators.Of(command).ShouldNotBeNull();
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void No_text_of_a_command_is_endless(Type command)
    {
        foreach (
            var text in command.GetProperties().Where(property => property.PropertyType == typeof(string) && property.SetMethod is not null)
        )
        {
            var filled = RuntimeHelpers.GetUninitializedObject(command);
            text.SetValue(filled, Endless);
            IsRefused(command, filled, text.Name).ShouldBeTrue($"{command.Name}.{text.Name}");
        }
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void No_list_of_a_command_is_endless(Type command)
    {
        foreach (
            var list in command
                .GetProperties()
                .Where(property => property.PropertyType is { IsArray: true } && property.PropertyType != typeof(byte[]))
        )
        {
            var filled = RuntimeHelpers.GetUninitializedObject(command);
            list.SetValue(filled, Array.CreateInstance(list.PropertyType.GetElementType()!, 100_000));
            IsRefused(command, filled, list.Name).ShouldBeTrue($"{command.Name}.{list.Name}");
        }
    }

    private static bool IsRefused(Type command, object filled, string property)
    {
        var context = (IValidationContext)Activator.CreateInstance(typeof(ValidationContext<>).MakeGenericType(command), filled)!;
        context.RootContextData["today"] = new DateOnly(2026, 3, 2);
        try
        {
            return Validators.Of(command)?.Validate(context).Errors.Exists(failure => failure.PropertyName.Split('[')[0] == property)
                is true;
        }
        catch (Exception broken) when (broken is NullReferenceException or ArgumentNullException)
        {
            // Another rule of the command asks for a part that is not there; the property alone is judged then.
            var alone = typeof(CommandInputTests)
                .GetMethod(nameof(Alone), BindingFlags.NonPublic | BindingFlags.Static)!
                .MakeGenericMethod(command);
            return (bool)alone.Invoke(null, [filled, property])!;
        }
    }

    private static bool Alone<T>(object filled, string property)
    {
        var context = ValidationContext<T>.CreateWithOptions((T)filled, options => options.IncludeProperties(property, property + "[]"));
        context.RootContextData["today"] = new DateOnly(2026, 3, 2);
        return Validators.Of(typeof(T))?.Validate(context).IsValid is false;
    }

    private static bool IsInput(PropertyInfo property)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        if (property.SetMethod is null || type.IsEnum)
            return false;
        return type == typeof(string)
            || type == typeof(decimal)
            || (type == typeof(int) && !Names.Contains(property.Name))
            || (type != typeof(string) && typeof(IEnumerable).IsAssignableFrom(type));
    }

    private static IEnumerable<Type> Handlers() => Types().Where(IsHandler);

    private static bool IsHandler(Type type) =>
        type.BaseType is { IsGenericType: true } kind
        && (kind.GetGenericTypeDefinition() == typeof(Handler<,>) || kind.GetGenericTypeDefinition() == typeof(TwoPersonHandler<,>));

    private static IEnumerable<Type> Types() =>
        typeof(House).Assembly.GetTypes().Where(type => type is { IsAbstract: false, IsNested: false });
}
