namespace ParallelApproval.Webcil;

/// <summary>Writes a webcil image back as the portable executable (.dll) that a compiler can reference.</summary>
internal static class ExecutableImage
{
    private const int FileAlignment = 0x200;
    private const int SectionAlignment = 0x2000;
    private const int NewHeader = 0x80;
    private const int OptionalHeaderBytes = 0xe0;
    private const int Directories = 16;
    private const int DebugDirectory = 6;
    private const int ClrDirectory = 14;
    private static readonly string[] Names = [".text", ".rsrc", ".reloc"];

    public static byte[] Write(WebcilImage image)
    {
        var sections = image.Sections;
        if (sections.Length > Names.Length)
            throw new InvalidDataException($"Expected at most {Names.Length} sections, but found {sections.Length}.");
        using var file = new MemoryStream();
        using var writer = new BinaryWriter(file);
        WriteStart(writer, sections.Length);
        WriteOptionalHeader(writer, sections, image);
        WriteSectionTable(writer, sections);
        foreach (var section in sections)
        {
            Pad(writer);
            writer.Write(section.Bytes);
        }

        Pad(writer);
        return file.ToArray();
    }

    private static void WriteStart(BinaryWriter writer, int sections)
    {
        writer.Write("MZ"u8);
        writer.Write(new byte[58]);
        writer.Write(NewHeader);
        writer.Write(new byte[NewHeader - 64]);
        writer.Write("PE\0\0"u8);
        writer.Write((ushort)0x14c); // i386, as for every assembly that runs anywhere
        writer.Write((ushort)sections);
        writer.Write(new byte[12]);
        writer.Write((ushort)OptionalHeaderBytes);
        writer.Write((ushort)0x2022); // a library, executable, may be loaded high
    }

    private static void WriteOptionalHeader(BinaryWriter writer, Section[] sections, WebcilImage image)
    {
        var end = sections.Max(section => section.Address + section.LoadedSize);
        writer.Write((ushort)0x10b);
        writer.Write((ushort)48);
        foreach (var word in (int[])[0, 0, 0, 0, sections[0].Address, 0, 0x400000, SectionAlignment, FileAlignment, 4, 0, 4, 0])
            writer.Write(word);
        foreach (var word in (int[])[Round(end, SectionAlignment), FileAlignment, 0])
            writer.Write(word);
        writer.Write((ushort)3); // console
        writer.Write((ushort)0x8540);
        foreach (var word in (int[])[0x100000, 0x1000, 0x100000, 0x1000, 0, Directories])
            writer.Write(word);
        for (var directory = 0; directory < Directories; directory++)
        {
            var (address, length) = directory switch
            {
                DebugDirectory => image.DebugDirectory,
                ClrDirectory => image.ClrHeader,
                _ => (0, 0),
            };
            writer.Write(address);
            writer.Write(length);
        }
    }

    private static void WriteSectionTable(BinaryWriter writer, Section[] sections)
    {
        var start = FileAlignment;
        for (var i = 0; i < sections.Length; i++)
        {
            var stored = Round(sections[i].Bytes.Length, FileAlignment);
            var name = new byte[8];
            System.Text.Encoding.ASCII.GetBytes(Names[i], name);
            writer.Write(name);
            foreach (var word in (int[])[sections[i].LoadedSize, sections[i].Address, stored, start, 0, 0, 0])
                writer.Write(word);
            writer.Write(i == 0 ? 0x60000020 : 0x40000040);
            start += stored;
        }
    }

    private static void Pad(BinaryWriter writer) =>
        writer.Write(new byte[Round((int)writer.BaseStream.Position, FileAlignment) - (int)writer.BaseStream.Position]);

    private static int Round(int value, int unit) => (value + unit - 1) / unit * unit;
}
