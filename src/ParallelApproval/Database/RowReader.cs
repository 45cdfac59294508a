using System.Linq.Expressions;
using System.Reflection;
using Npgsql;
using ParallelApproval.Identities;

namespace ParallelApproval.Database;

/// <summary>
/// Makes the function that reads a row, once for each table. Properties are filled whoever may set them, so that what the database holds
/// can be put back where the
/// house itself may no longer write; a record within the row is null when the first of its columns is.
/// </summary>
internal static class RowReader
{
    /// <summary>The expression that reads a column, given the row and its ordinal.</summary>
    public delegate Expression ReadColumn(RowExpressions row, Expression at);

    private const BindingFlags Whoever = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance;

    private static readonly MethodInfo IsNull = typeof(NpgsqlDataReader).GetMethod(nameof(NpgsqlDataReader.IsDBNull), [typeof(int)])!;

    public static Func<CaseNumber, NpgsqlDataReader, int, Vault?, T> Make<T>((IReadOnlyList<PropertyInfo> Path, ReadColumn Read)[] columns)
    {
        var (number, rows) = (Expression.Parameter(typeof(CaseNumber)), Expression.Parameter(typeof(NpgsqlDataReader)));
        var vault = Expression.Parameter(typeof(Vault));
        var first = Expression.Parameter(typeof(int));
        var values = columns
            .Select((column, i) => new Value(column.Path, column.Read, Expression.Add(first, Expression.Constant(i))))
            .ToList();
        var row = Row(typeof(T), values, depth: 0, new(number, rows, vault));
        return Expression.Lambda<Func<CaseNumber, NpgsqlDataReader, int, Vault?, T>>(row, number, rows, first, vault).Compile();
    }

    private static MemberInitExpression Row(Type type, List<Value> values, int depth, RowExpressions row)
    {
        var parts = values
            .GroupBy(value => value.Path[depth].Name)
            .ToDictionary(group => group.Key, group => Part([.. group], depth, row), StringComparer.OrdinalIgnoreCase);
        Expression? Given(ParameterInfo asked) => Find(parts, asked.ParameterType, asked.Name!, row.Number);
        var constructor = type.GetConstructors(Whoever)
            .OrderByDescending(made => made.GetParameters().Length)
            .FirstOrDefault(made => Array.TrueForAll(made.GetParameters(), asked => Given(asked) is not null))
            ?? throw new InvalidOperationException(
                $"No constructor of {type.Name} is content with what is read: {string.Join(", ", parts.Keys)}."
            );
        var arguments = constructor.GetParameters();
        var filled = arguments.Select(asked => asked.Name!).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var bindings =
            from property in type.GetProperties(Whoever)
            where property.CanWrite && !filled.Contains(property.Name)
            let value = Find(parts, property.PropertyType, property.Name, row.Number)
            where value is not null
            select Expression.Bind(property, value);
        return Expression.MemberInit(Expression.New(constructor, arguments.Select(asked => Given(asked)!)), bindings);
    }

    private static Expression Part(List<Value> values, int depth, RowExpressions from)
    {
        var (value, type) = (values[0], values[0].Path[depth].PropertyType);
        if (value.Path.Count == depth + 1)
            return value.Read(from, value.At);
        var row = Row(type, values, depth + 1, from);
        return type.IsValueType
            ? row
            : Expression.Condition(Expression.Call(from.Rows, IsNull, value.At), Expression.Constant(null, type), row);
    }

    private static Expression? Find(Dictionary<string, Expression> parts, Type type, string name, Expression number) =>
        !parts.TryGetValue(name, out var part)
            ? type == typeof(CaseNumber)
                ? number
                : null
            : part.Type == type
                ? part
                : Expression.Convert(part, type);

    private sealed record Value(IReadOnlyList<PropertyInfo> Path, ReadColumn Read, Expression At);
}

/// <summary>What a row is read from, while the function is made that reads it.</summary>
internal sealed record RowExpressions(Expression Number, Expression Rows, Expression Vault);
