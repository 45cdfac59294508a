using System.Runtime.InteropServices;

namespace ParallelApproval.Webcil;

/// <summary>
/// A webcil image: a .NET assembly whose Windows executable headers have been replaced by a header of 28 bytes and 16 bytes a section.
/// See the format's description, docs/design/mono/webcil.md in the dotnet/runtime repository.
/// </summary>
internal readonly ref struct WebcilImage
{
    private const int HeaderBytes = 28;
    private readonly ReadOnlySpan<byte> _bytes;

    public WebcilImage(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeaderBytes || !bytes.StartsWith("WbIL"u8))
            throw new InvalidDataException("Expected a webcil image.");
        _bytes = bytes;
        if (Half(4) != 0)
            throw new InvalidDataException($"Expected webcil version 0, but this is version {Half(4)}.");
    }

    /// <summary>Where the .NET header is found once the image is loaded, and its length.</summary>
    public (int Address, int Length) ClrHeader => (Word(12), Word(16));

    /// <summary>Where the debug directory is found once the image is loaded, and its length.</summary>
    public (int Address, int Length) DebugDirectory => (Word(20), Word(24));

    public Section[] Sections
    {
        get
        {
            var sections = new Section[Half(8)];
            for (var i = 0; i < sections.Length; i++)
            {
                var at = HeaderBytes + 16 * i;
                sections[i] = new(Word(at), Word(at + 4), _bytes.Slice(Word(at + 12), Word(at + 8)).ToArray());
            }

            return sections;
        }
    }

    private int Word(int offset) => MemoryMarshal.Read<int>(_bytes[offset..]);

    private int Half(int offset) => MemoryMarshal.Read<ushort>(_bytes[offset..]);
}

/// <summary>One section: its size and address once loaded, and what the file holds of it.</summary>
internal sealed record Section(int LoadedSize, int Address, byte[] Bytes);
