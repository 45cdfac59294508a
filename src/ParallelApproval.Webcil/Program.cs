using ParallelApproval.Webcil;

// webcil <folder with .wasm> <folder for .dll>: unwraps every assembly of a published Blazor application, for a compiler to reference.
if (args is not [var from, var to])
{
    Console.Error.WriteLine("Expected two folders: one with assemblies as .wasm, one for them as .dll.");
    return 2;
}

Directory.CreateDirectory(to);
foreach (
    var wrapped in Directory
        .EnumerateFiles(from, "*.wasm")
        .Where(file => !Path.GetFileName(file).StartsWith("dotnet.native.", StringComparison.Ordinal))
)
{
    // Name.fingerprint.wasm
    var name = Path.GetFileNameWithoutExtension(Path.GetFileNameWithoutExtension(wrapped)) + ".dll";
    try
    {
        File.WriteAllBytes(Path.Combine(to, name), ExecutableImage.Write(new(new WasmModule(File.ReadAllBytes(wrapped)).Payload())));
    }
    catch (Exception fault) when (fault is InvalidDataException or ArgumentOutOfRangeException or IndexOutOfRangeException)
    {
        Console.Error.WriteLine($"{wrapped}: {fault.Message}");
        return 1;
    }
}

return 0;
