using System.Linq.Expressions;
using System.Reflection;
using Npgsql;
using ParallelApproval.Identities;

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

    /// <summary>Its values are encrypted; what is summed is what they say.</summary>
    public virtual bool IsEncrypted => false;

    public abstract NpgsqlParameter One(T row, RowCipher cipher);

    public abstract NpgsqlParameter Many(IReadOnlyList<T> rows, RowCipher cipher);

    public abstract bool Same(T before, T now);

    /// <summary>Puts down what of the row is sent to the database; of what is encrypted, what it says.</summary>
    public abstract void Put(RowBytes bytes, T row, RowCipher cipher);

    public abstract Expression Read(RowExpressions row, Expression at);

    /// <summary>A text encrypted for its place.</summary>
    public virtual NpgsqlParameter Encrypted(string? text, Vault vault, CipherPlace place) => throw new NotSupportedException(Name);

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

/// <summary>With what values in the rows of one case are encrypted.</summary>
/// <param name="Vault">Null where nothing can be; a map without encrypted columns does not ask.</param>
internal readonly record struct RowCipher(Vault? Vault, CaseNumber Case)
{
    /// <exception cref="InvalidOperationException">The rows are stored without the vault of the house.</exception>
    public Vault Open =>
        Vault ?? throw new InvalidOperationException("Rows with encrypted columns are stored with the file of their case.");
}

/// <inheritdoc cref="Column{T}"/>
internal class Column<T, V>(string name, ColumnUse use, bool onlyWritten, Expression<Func<T, V>> value, ColumnType<V> type)
    : Column<T>(name, use, onlyWritten, value)
{
    private readonly Func<T, V> _value = Careful.Made(value).Compile();

    public override string StoreType => type.StoreType;

    public override string? Cast => type.Cast;

    protected ColumnType<V> Type => type;

    protected V Of(T row) => _value(row);

    public override NpgsqlParameter One(T row, RowCipher cipher) => type.One(_value(row));

    public override NpgsqlParameter Many(IReadOnlyList<T> rows, RowCipher cipher)
    {
        var values = new V[rows.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = _value(rows[i]);
        return type.Many(values);
    }

    public override bool Same(T before, T now) => type.Same(_value(before), _value(now));

    public override void Put(RowBytes bytes, T row, RowCipher cipher) => type.Put(bytes, _value(row));

    public override Expression Read(RowExpressions row, Expression at) => Expression.Invoke(Expression.Constant(type.Read), row.Rows, at);

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
