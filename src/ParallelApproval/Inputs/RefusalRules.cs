using ErrorOr;
using FluentValidation;
using FluentValidation.Results;
using FluentValidation.Validators;
using ParallelApproval.Refusals;

namespace ParallelApproval.Inputs;

/// <summary>Where a value stands that is being validated.</summary>
/// <param name="Field">The JSON path of its field within what its validator validates, e.g. <c>agent.name</c> or
/// <c>branches[0].fee</c>.</param>
/// <param name="Today">The day of the act in Asia/Shanghai.</param>
public readonly record struct Place(string Field, DateOnly Today);

/// <summary>Rules whose fault is a refusal of the house: a stable code with its facts, told in the reader's language.</summary>
public static class RefusalRules
{
    /// <summary>Refuses the value for the first reason that is found.</summary>
    /// <param name="fault">Why; null when nothing is wrong.</param>
    public static IRuleBuilderOptions<T, TValue> Refuses<T, TValue>(this IRuleBuilder<T, TValue> rule, Func<TValue, Place, Error?> fault) =>
        rule.RefusesAll((value, place) => fault(value, place) is { } found ? [found] : []);

    /// <summary>Refuses the value for every reason that is found.</summary>
    public static IRuleBuilderOptions<T, TValue> RefusesAll<T, TValue>(
        this IRuleBuilder<T, TValue> rule,
        Func<TValue, Place, IEnumerable<Error>> faults
    ) => rule.SetValidator(new RefusalValidator<T, TValue>(faults));

    /// <summary>Refuses the value unless the condition holds.</summary>
    public static IRuleBuilderOptions<T, TValue> Must<T, TValue>(
        this IRuleBuilder<T, TValue> rule,
        Func<TValue, bool> holds,
        Func<Error> otherwise
    ) => rule.Refuses((value, _) => holds(value) ? null : otherwise());

    /// <summary>Refuses more elements than that; nothing at all is fine.</summary>
    public static IRuleBuilderOptions<T, IReadOnlyCollection<TElement>?> HasAtMost<T, TElement>(
        this IRuleBuilder<T, IReadOnlyCollection<TElement>?> rule,
        int most
    ) => rule.Refuses((list, place) => list?.Count > most ? InputRefusals.ListTooLong(place.Field, most, list.Count) : null);

    private sealed class RefusalValidator<T, TValue>(Func<TValue, Place, IEnumerable<Error>> faults) : PropertyValidator<T, TValue>
    {
        public override string Name => "Refusal";

        public override bool IsValid(ValidationContext<T> context, TValue value)
        {
            var today = context.RootContextData.TryGetValue(Validators.Today, out var known) ? (DateOnly)known : DateOnly.MinValue;
            // The validator of a part names its fields as if it were alone; where the part stands in the whole is put before them.
            var (within, path) = (JsonPath(context.PropertyChain.ToString()), JsonPath(context.PropertyPath));
            // An element of a list that is judged by itself stands in the chain already.
            if (path == within && !ReferenceEquals(value, context.InstanceToValidate))
                within = path.LastIndexOf('.') is > 0 and var dot ? path[..dot] : "";
            var field = within.Length == 0 ? path : path[Math.Min(within.Length + 1, path.Length)..];
            foreach (var fault in faults(value, new(field, today)))
            {
                var told = within.Length == 0 ? fault : Refusal.Within(within, fault);
                context.AddFailure(
                    new ValidationFailure(context.PropertyPath, told.Description, value) { ErrorCode = told.Code, CustomState = told }
                );
            }

            return true;
        }

        private static string JsonPath(string path) =>
            string.Join('.', path.Split('.').Select(part => part.Length == 0 ? part : char.ToLowerInvariant(part[0]) + part[1..]));
    }
}
