using System.Linq.Expressions;
using System.Reflection;
using Npgsql;

namespace ParallelApproval.Database;

/// <summary>Whether a column tells rows of one case apart, is written once, or may change.</summary>
internal enum ColumnUse
{
    Key,
    Fixed,
    Changing,
}

/// <summary>One column of a table: its name, what of a row it holds, and whether that may change.</summary>
internal abstract class Column<T>(string name, ColumnUse use, bool onlyWritten, LambdaExpression value)
{
    public string Name => name;

    public ColumnUse Use => use;

    /// <summary>It stands there for lists and indexes, and is never read back.</summary>
    public bool OnlyWritten => onlyWritten;

    /// <summary>The properties that lead from the row to the value.</summary>
    /// <exception cref="InvalidOperationException">The value is computed: nothing can be read into it.</exception>
    public IReadOnlyList<PropertyInfo> Path => field ??= PathOf(value, name);

    public abstract string StoreType { get; }

    public abstract string? Cast { get; }

    public abstract NpgsqlParameter One(T row);

    public abstract NpgsqlParameter Many(IReadOnlyList<T> rows);

    public abstract bool Same(T before, T now);

    /// <summary>Puts down what of the row is sent to the database.</summary>
    public abstract void Put(RowBytes bytes, T row);

    public abstract Expression Read(Expression rows, Expression at);

    private static List<PropertyInfo> PathOf(LambdaExpression value, string name)
    {
        var path = new List<PropertyInfo>();
        var from = value.Body is UnaryExpression { NodeType: ExpressionType.Convert } widened ? widened.Operand : value.Body;
        for (; from is MemberExpression { Member: PropertyInfo property, Expression: { } owner }; from = owner)
            path.Insert(0, property);
        return from is ParameterExpression && path.Count > 0
            ? path
            : throw new InvalidOperationException($"Column {name} is computed: it can only be written.");
    }
}

/// <inheritdoc cref="Column{T}"/>
internal sealed class Column<T, V>(string name, ColumnUse use, bool onlyWritten, Expression<Func<T, V>> value, ColumnType<V> type)
    : Column<T>(name, use, onlyWritten, value)
{
    private readonly Func<T, V> _value = Careful.Made(value).Compile();

    public override string StoreType => type.StoreType;

    public override string? Cast => type.Cast;

    public override NpgsqlParameter One(T row) => type.One(_value(row));

    public override NpgsqlParameter Many(IReadOnlyList<T> rows)
    {
        var values = new V[rows.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = _value(rows[i]);
        return type.Many(values);
    }

    public override bool Same(T before, T now) => type.Same(_value(before), _value(now));

    public override void Put(RowBytes bytes, T row) => type.Put(bytes, _value(row));

    public override Expression Read(Expression rows, Expression at) => Expression.Invoke(Expression.Constant(type.Read), rows, at);

    /// <summary>What a part of the row that is not there holds, is null.</summary>
    private sealed class Careful(Type last) : ExpressionVisitor
    {
        public static Expression<Func<T, V>> Made(Expression<Func<T, V>> value) =>
            Expression.Lambda<Func<T, V>>(new Careful(typeof(V)).Visit(value.Body)!, value.Parameters);

        public override Expression? Visit(Expression? node)
        {
            var property =
                (node is UnaryExpression { NodeType: ExpressionType.Convert } widened ? widened.Operand : node) as MemberExpression;
            var mayBeNull = !last.IsValueType || Nullable.GetUnderlyingType(last) is not null;
            return mayBeNull && property?.Expression is MemberExpression { Type.IsValueType: false } owner
                ? Expression.Condition(
                    Expression.ReferenceEqual(owner, Expression.Constant(null, owner.Type)),
                    Expression.Default(last),
                    node!
                )
                : node;
        }
    }
}
