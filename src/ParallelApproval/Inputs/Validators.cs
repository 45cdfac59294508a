using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Reflection;
using ErrorOr;
using FluentValidation;

namespace ParallelApproval.Inputs;

/// <summary>
/// The validators (校验规则) of all commands, found beside them by scanning their assembly. They keep no state, so there is one of each, and
/// the API, the forms and the imports ask the same one.
/// </summary>
public static class Validators
{
    internal const string Today = "today";

    private static readonly ConcurrentDictionary<Assembly, FrozenDictionary<Type, IValidator>> ByAssembly = new();

    /// <summary>The validator of that kind of command; null when it takes no input.</summary>
    public static IValidator? Of(Type command) => ByAssembly.GetOrAdd(command.Assembly, Scan).GetValueOrDefault(command);

    /// <summary>
    /// Everything that is wrong with the command, each fault under the JSON path of its field; none when nothing is, or it takes no input.
    /// </summary>
    /// <param name="today">The day of the act in Asia/Shanghai.</param>
    public static List<Error> Check<T>(T command, DateOnly today)
        where T : notnull
    {
        if (Of(typeof(T)) is not { } validator)
            return [];
        var context = new ValidationContext<T>(command);
        context.RootContextData[Today] = today;
        return [.. validator.Validate(context).Errors.Select(failure => (Error)failure.CustomState)];
    }

    private static FrozenDictionary<Type, IValidator> Scan(Assembly assembly) =>
        (
            from type in assembly.GetTypes()
            where
                type is { IsAbstract: false, IsGenericTypeDefinition: false, BaseType: { IsGenericType: true } kind }
                && kind.GetGenericTypeDefinition() == typeof(AbstractValidator<>)
            where type.GetConstructor(Type.EmptyTypes) is not null
            select type
        ).ToFrozenDictionary(type => type.BaseType!.GetGenericArguments()[0], type => (IValidator)Activator.CreateInstance(type)!);
}
