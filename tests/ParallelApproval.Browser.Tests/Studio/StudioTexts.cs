using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace ParallelApproval.Browser.Studio;

/// <summary>
/// The texts that Studio asks its dictionary for, read from its compiled code: the constants that stand between the fetching of the
/// localiser and the question to it. Texts that Studio computes or gets from the server are not among them.
/// </summary>
public static class StudioTexts
{
    private const int LongestQuestion = 80;
    private static readonly Dictionary<ushort, OpCode> OpCodesByValue = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => (ushort)code.Value);

    /// <summary>From every assembly of Studio in the folder.</summary>
    public static SortedSet<string> In(string folder)
    {
        var texts = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var assembly in Directory.EnumerateFiles(folder, "Elsa.Studio.*.dll"))
        {
            using var file = new PEReader(File.OpenRead(assembly));
            var metadata = file.GetMetadataReader();
            foreach (var handle in metadata.MethodDefinitions)
                if (metadata.GetMethodDefinition(handle).RelativeVirtualAddress is var address and not 0)
                    Read(metadata, Instructions(file.GetMethodBody(address).GetILReader()), texts);
        }

        return texts;
    }

    private static void Read(MetadataReader metadata, List<(OpCode Code, int Operand)> body, SortedSet<string> texts)
    {
        for (var question = 0; question < body.Count; question++)
        {
            if (!Asks(metadata, body[question]))
                continue;
            var start = question;
            while (start > 0 && question - start < LongestQuestion && !Fetches(metadata, body[start]))
                start--;
            // A localiser that came as an argument is fetched just before the text.
            if (!Fetches(metadata, body[start]))
                start = question - 1;
            foreach (var (code, operand) in body[start..question])
                if (
                    code == OpCodes.Ldstr
                    && metadata.GetUserString((UserStringHandle)MetadataTokens.Handle(operand)) is var text
                    && !string.IsNullOrWhiteSpace(text)
                )
                    texts.Add(text);
        }
    }

    private static bool Asks(MetadataReader metadata, (OpCode Code, int Operand) instruction) =>
        instruction.Code.OperandType is OperandType.InlineMethod && NameOf(metadata, instruction.Operand) is ("ILocalizer", "get_Item");

    // A property or field that holds a localiser is called after it, in all of Studio.
    private static bool Fetches(MetadataReader metadata, (OpCode Code, int Operand) instruction) =>
        instruction.Code.OperandType is OperandType.InlineMethod or OperandType.InlineField
        && NameOf(metadata, instruction.Operand).Name.Contains("localizer", StringComparison.OrdinalIgnoreCase);

    private static (string Type, string Name) NameOf(MetadataReader metadata, int token)
    {
        switch (MetadataTokens.EntityHandle(token))
        {
            case { Kind: HandleKind.MemberReference } handle:
                var member = metadata.GetMemberReference((MemberReferenceHandle)handle);
                var type =
                    member.Parent.Kind is HandleKind.TypeReference
                        ? metadata.GetString(metadata.GetTypeReference((TypeReferenceHandle)member.Parent).Name)
                        : "";
                return (type, metadata.GetString(member.Name));
            case { Kind: HandleKind.MethodDefinition } handle:
                var method = metadata.GetMethodDefinition((MethodDefinitionHandle)handle);
                return (metadata.GetString(metadata.GetTypeDefinition(method.GetDeclaringType()).Name), metadata.GetString(method.Name));
            case { Kind: HandleKind.FieldDefinition } handle:
                return ("", metadata.GetString(metadata.GetFieldDefinition((FieldDefinitionHandle)handle).Name));
            default:
                return ("", "");
        }
    }

    private static List<(OpCode Code, int Operand)> Instructions(BlobReader il)
    {
        var body = new List<(OpCode, int)>();
        while (il.RemainingBytes > 0)
        {
            var value = (ushort)il.ReadByte();
            if (value == 0xfe)
                value = (ushort)(0xfe00 | il.ReadByte());
            var code = OpCodesByValue[value];
            body.Add((code, Operand(ref il, code.OperandType)));
        }

        return body;
    }

    private static int Operand(ref BlobReader il, OperandType type)
    {
        switch (type)
        {
            case OperandType.InlineNone:
                return 0;
            case OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar:
                return il.ReadByte();
            case OperandType.InlineVar:
                return il.ReadUInt16();
            case OperandType.InlineI8 or OperandType.InlineR:
                il.Offset += 8;
                return 0;
            case OperandType.InlineSwitch:
                var targets = il.ReadInt32();
                il.Offset += 4 * targets;
                return 0;
            default:
                return il.ReadInt32();
        }
    }
}
