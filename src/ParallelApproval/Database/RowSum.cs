using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ParallelApproval.Database;

/// <summary>
/// The sum of many rows (行和): each row has a part of 256 bits that only somebody with the key of the trail can compute, and the parts are
/// added. So a row is put in, taken out or changed by that row alone, in any order, and whatever else was done to the others stays visible.
/// </summary>
internal sealed class RowSum(byte[]? stored = null)
{
    /// <summary>Bytes of a sum as it is stored.</summary>
    public const int Length = 32;

    private readonly ulong[] _limbs = Limbs(stored);

    public void Add(ReadOnlySpan<byte> part)
    {
        UInt128 carry = 0;
        for (var i = 0; i < 4; i++)
        {
            carry += (UInt128)_limbs[i] + BinaryPrimitives.ReadUInt64LittleEndian(part[(i * 8)..]);
            _limbs[i] = (ulong)carry;
            carry >>= 64;
        }
    }

    public void Subtract(ReadOnlySpan<byte> part)
    {
        var borrow = 0UL;
        for (var i = 0; i < 4; i++)
        {
            var taken = BinaryPrimitives.ReadUInt64LittleEndian(part[(i * 8)..]);
            var (was, rest) = (_limbs[i], unchecked(_limbs[i] - taken - borrow));
            borrow = was < taken || (was == taken && borrow == 1) ? 1UL : 0UL;
            _limbs[i] = rest;
        }
    }

    public byte[] ToBytes()
    {
        var bytes = new byte[Length];
        for (var i = 0; i < 4; i++)
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(i * 8), _limbs[i]);
        return bytes;
    }

    private static ulong[] Limbs(byte[]? stored)
    {
        var limbs = new ulong[4];
        if (stored is { Length: Length })
            for (var i = 0; i < 4; i++)
                limbs[i] = BinaryPrimitives.ReadUInt64LittleEndian(stored.AsSpan(i * 8));
        return limbs;
    }
}

/// <summary>A row as bytes: each value with its kind and length, so that no two rows look the same.</summary>
internal sealed class RowBytes
{
    private const int LongestAsItIs = 64;

    [ThreadStatic]
    private static RowBytes? _ofThread;

    private byte[] _bytes = new byte[1024];
    private int _length;

    /// <summary>An empty one of this thread: not to be held over an await.</summary>
    public static RowBytes Begin(string table)
    {
        var bytes = _ofThread ??= new();
        bytes._length = 0;
        bytes.Text(table);
        return bytes;
    }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    public void Null() => Room(1)[0] = (byte)'0';

    public void Text(string? text)
    {
        if (text is null)
        {
            Null();
            return;
        }

        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        var room = Reserve(5 + most);
        var length = Encoding.UTF8.GetBytes(text, room[5..]);
        room[0] = (byte)'t';
        BinaryPrimitives.WriteInt32LittleEndian(room[1..], length);
        _length += 5 + length;
    }

    public void Number(long number) => Fixed('n', number);

    public void Flag(bool flag) => Room(1)[0] = flag ? (byte)'+' : (byte)'-';

    public void Instant(DateTime utc) => Fixed('i', utc.Ticks / TimeSpan.TicksPerMicrosecond);

    public void Day(DateOnly day) => Fixed('d', day.DayNumber);

    public void Bytes(ReadOnlySpan<byte> bytes)
    {
        Fixed('b', bytes.Length);
        if (bytes.Length > LongestAsItIs)
            SHA256.HashData(bytes, Room(SHA256.HashSizeInBytes));
        else
            bytes.CopyTo(Room(bytes.Length));
    }

    /// <summary>A value as it is sent to the database or comes from it.</summary>
    /// <param name="storeType">The type of its column.</param>
    public void Value(object? value, string storeType)
    {
        switch (value)
        {
            case null or DBNull:
                Null();
                break;
            case string text:
                Text(storeType == "jsonb" ? Sorted(text) : text);
                break;
            case bool flag:
                Flag(flag);
                break;
            case int or long or short:
                Number(Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture));
                break;
            case DateTime instant:
                Instant(instant);
                break;
            case DateTimeOffset instant:
                Instant(instant.UtcDateTime);
                break;
            case DateOnly day:
                Day(day);
                break;
            case decimal number:
                Text((number / 1.000000000000000000000000000000000m).ToString(System.Globalization.CultureInfo.InvariantCulture));
                break;
            case byte[] bytes:
                Bytes(bytes);
                break;
            case System.Collections.IList list:
                Fixed('l', list.Count);
                foreach (var each in list)
                    Value(each, "");
                break;
            default:
                throw new NotSupportedException($"A {value.GetType().Name} in a column of type {storeType} cannot be sealed.");
        }
    }

    private void Fixed(char kind, long number)
    {
        var room = Room(9);
        room[0] = (byte)kind;
        BinaryPrimitives.WriteInt64LittleEndian(room[1..], number);
    }

    private Span<byte> Room(int length)
    {
        var room = Reserve(length)[..length];
        _length += length;
        return room;
    }

    private Span<byte> Reserve(int length)
    {
        if (_length + length > _bytes.Length)
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + length));
        return _bytes.AsSpan(_length);
    }

    // PostgreSQL sorts the members of what can be searched, and forgets the blanks between them.
    private static string Sorted(string json) => Sorted(JsonNode.Parse(json))?.ToJsonString() ?? "null";

    private static JsonNode? Sorted(JsonNode? node) =>
        node switch
        {
            JsonObject members => new JsonObject(
                members
                    .OrderBy(member => member.Key, StringComparer.Ordinal)
                    .Select(member => KeyValuePair.Create(member.Key, Sorted(member.Value)))
            ),
            JsonArray items => new JsonArray([.. items.Select(Sorted)]),
            _ => node?.DeepClone(),
        };
}

/// <summary>What the rows of one case come to while its file is put back, and with which keys.</summary>
internal sealed record RowSeal(TrailKeys Keys, RowSum Sum, Vault Vault)
{
    public void Add(ReadOnlySpan<byte> row)
    {
        Span<byte> part = stackalloc byte[RowSum.Length];
        Keys.Part(row, part);
        Sum.Add(part);
    }

    public void Subtract(ReadOnlySpan<byte> row)
    {
        Span<byte> part = stackalloc byte[RowSum.Length];
        Keys.Part(row, part);
        Sum.Subtract(part);
    }
}
