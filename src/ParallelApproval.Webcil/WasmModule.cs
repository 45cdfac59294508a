namespace ParallelApproval.Webcil;

/// <summary>
/// A WebAssembly module, of which only the data segments are of interest: the .NET build wraps each assembly into such a module.
/// </summary>
internal sealed class WasmModule(byte[] bytes)
{
    private const int HeaderBytes = 8;
    private const int DataSection = 11;
    private const int Passive = 1;
    private int _at = HeaderBytes;

    /// <summary>The segment that holds the assembly. The first one only holds its length.</summary>
    /// <exception cref="InvalidDataException">This is no module around an assembly.</exception>
    public byte[] Payload()
    {
        if (bytes.Length < HeaderBytes || !bytes.AsSpan().StartsWith("\0asm"u8))
            throw new InvalidDataException("Expected a WebAssembly module.");
        while (_at < bytes.Length)
        {
            var section = bytes[_at++];
            var length = TakeNumber();
            if (section == DataSection)
                return SecondSegment();
            _at += length;
        }

        throw new InvalidDataException("Expected a data section, but the module has none.");
    }

    private byte[] SecondSegment()
    {
        if (TakeNumber() != 2)
            throw new InvalidDataException("Expected two data segments.");
        TakeSegment();
        return TakeSegment();
    }

    private byte[] TakeSegment()
    {
        if (bytes[_at++] != Passive)
            throw new InvalidDataException("Expected passive data segments.");
        var length = TakeNumber();
        _at += length;
        return bytes[(_at - length).._at];
    }

    // LEB128: seven bits a byte, lowest first; the eighth says that more follow.
    private int TakeNumber()
    {
        var number = 0;
        for (var shift = 0; ; shift += 7)
        {
            var next = bytes[_at++];
            number |= (next & 0x7f) << shift;
            if ((next & 0x80) == 0)
                return number;
        }
    }
}
