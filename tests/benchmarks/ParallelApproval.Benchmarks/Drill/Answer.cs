using System.Globalization;
using System.Text;

namespace ParallelApproval.Benchmarks.Drill;

/// <summary>An HTTP answer that has arrived completely.</summary>
internal readonly record struct Answer(int Status, string Body)
{
    /// <summary>Null while some of it is still under way.</summary>
    public static Answer? TryRead(ReadOnlySpan<byte> received)
    {
        var end = received.IndexOf("\r\n\r\n"u8);
        if (end < 0)
            return null;
        var head = Encoding.ASCII.GetString(received[..(end + 2)]);
        var rest = received[(end + 4)..];
        var status = int.Parse(head.AsSpan(9, 3), CultureInfo.InvariantCulture);
        if (Header(head, "Content-Length") is { } length)
            return rest.Length < int.Parse(length, CultureInfo.InvariantCulture) ? null : new(status, Encoding.UTF8.GetString(rest));
        if (Header(head, "Transfer-Encoding") is null)
            return new(status, "");
        return Chunks(rest) is { } body ? new(status, body) : null;
    }

    /// <summary>The value of a field of the named answer, a string; the first one of that name, at whatever depth.</summary>
    public static string Field(string body, string name)
    {
        var key = $"\"{name}\":\"";
        var start = body.IndexOf(key, StringComparison.Ordinal);
        if (start < 0)
            throw new IOException($"Expected a field '{name}' in the answer, but it is {body}");
        start += key.Length;
        return body[start..body.IndexOf('"', start)];
    }

    private static string? Header(string head, string name)
    {
        var start = head.IndexOf("\r\n" + name + ":", StringComparison.OrdinalIgnoreCase);
        if (start < 0)
            return null;
        start += name.Length + 3;
        return head[start..head.IndexOf("\r\n", start, StringComparison.Ordinal)].Trim();
    }

    private static string? Chunks(ReadOnlySpan<byte> rest)
    {
        var body = new StringBuilder();
        while (true)
        {
            var line = rest.IndexOf("\r\n"u8);
            if (line < 0)
                return null;
            var size = int.Parse(Encoding.ASCII.GetString(rest[..line]), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            if (rest.Length < line + size + 4)
                return null;
            if (size == 0)
                return body.ToString();
            body.Append(Encoding.UTF8.GetString(rest.Slice(line + 2, size)));
            rest = rest[(line + size + 4)..];
        }
    }
}
